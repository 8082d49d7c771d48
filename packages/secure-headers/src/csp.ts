/** What a page needs to know of its content security policy. */
export interface Csp {
  /**
   * The value for `nonce` attributes of inline scripts and styles; 128 random bits, made when first read, and in the policy if it was.
   * @throws {TypeError} when it is first read after the response was returned, as its policy is written then.
   */
  readonly nonce: string
}

/** The nonce of one request. */
export class RequestCsp implements Csp {
  #nonce: string | undefined
  #isWritten = false

  get nonce(): string {
    if (this.#nonce === undefined && this.#isWritten)
      throw new TypeError(
        'secure-headers: csp.nonce is first read in the body, after the policy was sent; read it before you return the response',
      )
    return (this.#nonce ??= randomText())
  }

  /** The nonce if somebody read it; none is made from now on. */
  static take(csp: RequestCsp): string | undefined {
    csp.#isWritten = true
    return csp.#nonce
  }
}

function randomText(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

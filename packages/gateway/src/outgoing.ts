/** The head of a response, checked: no hop-by-hop fields, `content-length` only where it is right. */
export interface Head {
  /** 200 to 599. */
  readonly status: number
  /** The reason phrase; `''` for the registered one. */
  readonly statusText: string
  /** Name, value, name, value: lower case names, latin1 values, each `Set-Cookie` on its own. */
  readonly fields: readonly string[]
  /** The body's length in bytes where it is known before the first byte. */
  readonly length: number | undefined
  /** False for HEAD, 204, 205 and 304: nothing follows the head, whatever its `content-length` says. */
  readonly hasBody: boolean
}

/** How a gateway writes one response. Either `send`, or `start`, any number of `write`, then `end`; `fail` at any time, last. */
export interface Outgoing {
  /** Writes head and whole body. A string is written as UTF-8. May throw as long as nothing has left: then 500 is tried. */
  send(head: Head, body: string | Uint8Array | null): void
  /** Writes the head. May throw as long as nothing has left: then 500 is tried. */
  start(head: Head): void
  /** Writes a chunk and returns a promise when the peer is slower than we are; it settles once the next chunk is welcome or the peer left. */
  write(chunk: Uint8Array): void | Promise<void>
  /** Ends the body, with trailer fields where there are any. */
  end(trailers?: readonly string[]): void
  /** Breaks the exchange so that the peer can see that the response is not whole. */
  fail(error: unknown): void
  /** The application has come to an end with a request that was aborted before. */
  abandoned?(): void
}

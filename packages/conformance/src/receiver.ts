import { valuesOf, type Field } from './field.ts'

/** A response as the peer observed it. */
export interface ObservedResponse {
  /** The interim responses before it. */
  readonly interim: readonly { readonly status: number; readonly fields: readonly Field[] }[]
  /** `0` when there was none. */
  readonly status: number
  readonly statusText: string
  /** Names in lower case. */
  readonly fields: readonly Field[]
  readonly body: Uint8Array
  readonly trailers: readonly Field[]
  /** Whether the peer can rely on having received all of it. */
  readonly end: 'complete' | 'broken'
  /** Why it is broken. */
  readonly reason: string
  /** What the web server's error log got with it. */
  readonly log: string
  /** Names of fields that do not reach this peer as they were sent. */
  readonly hidden: readonly string[]
}

/** Collects what a driver receives of one response. */
export class Receiver {
  readonly method: string
  readonly interims: { status: number; fields: readonly Field[] }[] = []
  status = 0
  bytes = 0
  /** What the protocol forbids and was seen all the same. */
  readonly faults: string[] = []
  readonly #hidden: readonly string[]
  #statusText = ''
  #fields: readonly Field[] = []
  #trailers: readonly Field[] = []
  #log = ''
  readonly #chunks: Uint8Array[] = []
  readonly #waiting = new Set<() => void>()
  #ended: ObservedResponse | undefined

  constructor(method: string, hidden: readonly string[] = []) {
    this.method = method
    this.#hidden = hidden
  }

  /** Whether a body may follow the head; after a 205 an empty one, which Apache sends in chunks (RFC 9112 §6.3). */
  get mayHaveBody(): boolean {
    return this.method !== 'HEAD' && this.status !== 204 && this.status !== 304
  }

  get ended(): boolean {
    return this.#ended !== undefined
  }

  interim(status: number, fields: readonly Field[]): void {
    this.interims.push({ status, fields })
    this.#changed()
  }

  head(status: number, statusText: string, fields: readonly Field[]): void {
    if (this.status !== 0) this.fault(`a second head, ${status} after ${this.status}`)
    this.status = status
    this.#statusText = statusText
    this.#fields = fields
    if (valuesOf(fields, 'content-length').length > 1) this.fault('more than one content-length')
    this.#changed()
  }

  data(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return
    if (!this.mayHaveBody) this.fault(`${bytes.byteLength} bytes of body after the head of a ${this.status} to ${this.method}`)
    // A copy, since the bytes may be part of a buffer that is used again.
    this.#chunks.push(Uint8Array.from(bytes))
    this.bytes += bytes.byteLength
    this.#changed()
  }

  trailers(fields: readonly Field[]): void {
    this.#trailers = fields
  }

  log(text: string): void {
    this.#log += text
  }

  fault(text: string): void {
    this.faults.push(text)
  }

  /** The end as the protocol says it; a body that is not as long as its content-length makes it broken. */
  end(end: 'complete' | 'broken', reason = ''): void {
    if (this.#ended) return
    const missing = end === 'complete' ? this.#missing() : undefined
    this.#ended = {
      interim: this.interims,
      status: this.status,
      statusText: this.#statusText,
      fields: this.#fields,
      body: Buffer.concat(this.#chunks),
      trailers: this.#trailers,
      end: missing === undefined ? end : 'broken',
      reason: missing ?? reason,
      log: this.#log,
      hidden: this.#hidden,
    }
    this.#changed()
  }

  /** Settles once this holds, or the response has ended. */
  async until(holds: (seen: Receiver) => boolean): Promise<void> {
    while (!this.#ended && !holds(this)) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  /** The response, once it has ended. */
  async response(): Promise<ObservedResponse> {
    for (;;) {
      if (this.#ended) return this.#ended
      await this.until(() => false)
    }
  }

  /** In words: how far it got. */
  toString(): string {
    const head = this.status === 0 ? 'no head' : `${this.status} with ${this.bytes} bytes`
    return this.#ended ? `${head}, ${this.#ended.end} ${this.#ended.reason}`.trimEnd() : `${head} so far`
  }

  #missing(): string | undefined {
    if (this.status === 0) return 'there was no head'
    const declared = valuesOf(this.#fields, 'content-length')[0]
    if (declared === undefined || !this.mayHaveBody || Number(declared) === this.bytes) return undefined
    return `${this.bytes} bytes of a content-length of ${declared}`
  }

  #changed(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

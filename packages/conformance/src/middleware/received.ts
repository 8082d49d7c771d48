import type { Head, Outgoing } from '@gangway/gateway'

/** What is between the body as it is received and as the application made it. */
export type Decode = (body: ReadableStream<Uint8Array>, headers: Headers) => ReadableStream<Uint8Array>

/** A response as a client receives it, chunk by chunk as it takes them. */
export class Received implements Outgoing {
  readonly #decode: Decode
  readonly #begun = Promise.withResolvers<this>()
  readonly #body: ReadableStream<Uint8Array>
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #decoded: ReadableStreamDefaultReader<Uint8Array> | undefined
  #welcome: (() => void) | undefined
  #head: Head | undefined
  #headers: Headers | undefined
  #trailers: readonly string[] = []

  constructor(decode: Decode) {
    this.#decode = decode
    this.#body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        pull: () => this.#welcome?.(),
        cancel: () => this.#welcome?.(),
      },
      { highWaterMark: 0 },
    )
    // Whoever waits for the head is told; a case may not.
    this.#begun.promise.catch(() => {})
  }

  /** Resolves when the head is there; rejects when the exchange breaks before it. */
  get begun(): Promise<this> {
    return this.#begun.promise
  }

  get status(): number {
    return this.#head?.status ?? 0
  }

  get statusText(): string {
    return this.#head?.statusText ?? ''
  }

  get headers(): Headers {
    return (this.#headers ??= new Headers(pairsOf(this.#head?.fields ?? [])))
  }

  get trailers(): Headers {
    return new Headers(pairsOf(this.#trailers))
  }

  /** Whether a body follows the head. */
  get hasBody(): boolean {
    return this.#head?.hasBody === true
  }

  /** The next chunk of the body, decoded; undefined at its end. Rejects when the response is broken off. */
  async chunk(): Promise<Uint8Array | undefined> {
    this.#decoded ??= this.#decode(this.#body, this.headers).getReader()
    return (await this.#decoded.read()).value
  }

  /** What is left of the body, decoded. */
  async bytes(): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    for (let chunk = await this.chunk(); chunk; chunk = await this.chunk()) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  async text(): Promise<string> {
    return (await this.bytes()).toString()
  }

  /** The body as it was sent, not decoded. */
  async raw(): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    for await (const chunk of this.#body) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  send(head: Head, body: string | Uint8Array | null): void {
    if (body !== null && body.length > 0) this.#controller?.enqueue(Buffer.from(body))
    this.#controller?.close()
    this.#begin(head)
  }

  start(head: Head): void {
    this.#begin(head)
  }

  write(chunk: Uint8Array): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#welcome = resolve
    this.#controller?.enqueue(chunk)
    return promise
  }

  end(trailers: readonly string[] = []): void {
    this.#trailers = trailers
    this.#controller?.close()
  }

  fail(error: unknown): void {
    this.#begun.reject(error)
    this.#controller?.error(error)
  }

  #begin(head: Head): void {
    this.#head = head
    this.#begun.resolve(this)
  }
}

function pairsOf(fields: readonly string[]): [string, string][] {
  return fields.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, fields[index + 1] ?? '']] : []))
}

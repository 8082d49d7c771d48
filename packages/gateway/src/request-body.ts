import { streamOf } from './stream-of.ts'

/** The body of a request: read once, as chunks or whole. It is the same body as that of `context.request`. */
export interface RequestBody extends AsyncIterable<Uint8Array> {
  /** Whether somebody began to read it, here or through `context.request`. */
  readonly used: boolean
  /** The whole body. */
  bytes(): Promise<Uint8Array>
  /** The whole body as UTF-8 text. */
  text(): Promise<string>
  /**
   * The whole body as JSON.
   * @throws {SyntaxError} when it is not.
   */
  json(): Promise<unknown>
}

/** One body behind `context.body` and the `Request`s made of it. */
export class SharedBody implements RequestBody {
  readonly #source: AsyncIterable<Uint8Array>
  #iterating = false
  #carrier: Request | undefined

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  /** The body of a request that exists already. */
  static of(request: Request): SharedBody | null {
    if (!request.body) return null
    const body = new SharedBody(request.body)
    body.#carrier = request
    return body
  }

  get used(): boolean {
    return this.#carrier ? this.#carrier.bodyUsed : this.#iterating
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.used) throw new TypeError('gateway: the request body was already read')
    const body = this.#carrier?.body
    if (body) return body[Symbol.asyncIterator]()
    this.#iterating = true
    return this.#source[Symbol.asyncIterator]()
  }

  async bytes(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    for await (const chunk of this) chunks.push(chunk)
    return chunks.length === 1 && chunks[0] ? chunks[0] : concatenate(chunks)
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  /** The request that `make` returns for this body's stream; from now on both are read as one. */
  carriedBy(make: (stream: ReadableStream<Uint8Array>) => Request): Request {
    const carried = this.#carrier?.body
    if (this.used || carried?.locked) return usedUp(make(new ReadableStream()))
    const request = make(carried ?? streamOf(this.#source))
    this.#carrier ??= request
    return request
  }
}

// A request whose body says that it was read; its stream is not that of the reader.
function usedUp(request: Request): Request {
  void request.body?.cancel()
  return request
}

/** All chunks in one array. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const chunk of chunks) length += chunk.byteLength
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}

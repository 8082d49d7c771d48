import type { FileSource } from './file-source.ts'
import { fieldsOf, HeaderList, type HeaderInit } from './header-list.ts'
import { inheritLate } from './late-prototype.ts'

/** What a body can be made of: text (sent as UTF-8), bytes, a file, chunks over time, or nothing. */
export type BodySource = string | Uint8Array | FileSource | AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array> | null

/** The head of a reply, as in `ResponseInit`. */
export interface ReplyInit {
  /** 200 to 599. Default: `200`. */
  status?: number
  /** The reason phrase, for HTTP/1 and CGI. Default: the registered one, when it is sent. */
  statusText?: string
  headers?: HeaderInit
  /** Trailer fields, made once the body is sent; dropped where `can.trailers` is false. */
  trailers?: () => HeaderInit
}

const nullBodyStatuses = new Set([204, 205, 304])

/**
 * A `Response` that keeps what its body was made of, so that a gateway writes head and body in one call, and that loads
 * the global `Response` only when somebody asks for what only that can give (20 ms of a CGI program's start).
 */
export class Reply {
  readonly status: number
  readonly statusText: string
  readonly #source: BodySource
  readonly #trailers: (() => HeaderInit) | undefined
  #fields: readonly string[]
  #headers: HeaderList | undefined
  #genuine: Response | undefined

  constructor(source: BodySource, status: number, statusText: string, fields: readonly string[], trailers?: () => HeaderInit) {
    this.status = status
    this.statusText = statusText
    this.#source = source
    this.#fields = fields
    this.#trailers = trailers
  }

  /** What the body is made of; the stream, once somebody asked for it. */
  static sourceOf(reply: Reply): BodySource {
    return reply.#genuine ? reply.#genuine.body : reply.#source
  }

  static fieldsOf(reply: Reply): readonly string[] {
    return reply.#headers ? HeaderList.fieldsOf(reply.#headers) : reply.#fields
  }

  static trailersOf(reply: Reply): (() => HeaderInit) | undefined {
    return reply.#trailers
  }

  static isUsed(reply: Reply): boolean {
    return reply.#genuine?.bodyUsed === true || reply.#genuine?.body?.locked === true
  }

  get headers(): HeaderList {
    return (this.#headers ??= HeaderList.over(this.#fields))
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299
  }

  get redirected(): boolean {
    return false
  }

  get type(): Response['type'] {
    return 'default'
  }

  get url(): string {
    return ''
  }

  get body(): ReadableStream<Uint8Array> | null {
    return this.#source === null ? null : this.#response().body
  }

  get bodyUsed(): boolean {
    return this.#genuine?.bodyUsed ?? false
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#response().arrayBuffer()
  }

  blob(): Promise<Blob> {
    return this.#response().blob()
  }

  bytes(): Promise<Uint8Array> {
    return this.#response().bytes()
  }

  formData(): Promise<FormData> {
    return this.#response().formData()
  }

  json(): Promise<unknown> {
    return this.#response().json()
  }

  text(): Promise<string> {
    return this.#response().text()
  }

  /** A copy whose body can be read on its own. */
  clone(): Response {
    const whole = !this.#genuine && (this.#source === null || typeof this.#source === 'string' || this.#source instanceof Uint8Array)
    const source = whole ? this.#source : this.#response().clone().body
    return asResponse(new Reply(source, this.status, this.statusText, [...Reply.fieldsOf(this)], this.#trailers))
  }

  get [Symbol.toStringTag](): string {
    return 'Response'
  }

  #response(): Response {
    if (this.#genuine) return this.#genuine
    const type = this.headers.get('content-type')
    this.#genuine = new Response(responseBody(this.#source), type === null ? {} : { headers: { 'content-type': type } })
    return this.#genuine
  }
}

inheritLate(Reply.prototype, () => Response.prototype)

/**
 * A response of any source. `text`, `html`, `json` and the others are this with a content type.
 * @throws {TypeError} when a 204, 205 or 304 has a body, @throws {RangeError} when the status is not 200 to 599, as `Response` does.
 */
export function reply(source: BodySource, init: ReplyInit = {}, contentType?: string): Response {
  const { status = 200, statusText = '' } = init
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new RangeError(`gateway: ${status} is not a response status of 200 to 599`)
  if (source !== null && nullBodyStatuses.has(status)) throw new TypeError(`gateway: a response with status ${status} has no body`)
  if (statusText !== '') checkStatusText(statusText)
  return asResponse(new Reply(checkSource(source), status, statusText, fieldsFrom(init.headers, contentType), init.trailers))
}

/** A reply seen as what it can stand for. */
export function asResponse(made: Reply): Response {
  // Every member of Response is there, and the prototype chain says so: reply.test.ts compares them.
  return made as unknown as Response
}

const noFields: readonly string[] = []

function fieldsFrom(headers: HeaderInit | undefined, contentType: string | undefined): readonly string[] {
  if (headers === undefined) return contentType === undefined ? noFields : fieldsOfType(contentType)
  const list = new HeaderList(headers)
  if (contentType !== undefined && !list.has('content-type')) list.set('content-type', contentType)
  return fieldsOf(list)
}

const typeFields = new Map<string, readonly string[]>()

// One array per content type, shared by all replies: it is copied before the first change.
function fieldsOfType(contentType: string): readonly string[] {
  const known = typeFields.get(contentType)
  if (known) return known
  const fields = fieldsOf(new HeaderList({ 'content-type': contentType }))
  if (typeFields.size < 100) typeFields.set(contentType, fields)
  return fields
}

function checkSource(source: BodySource): BodySource {
  if (source === null || typeof source === 'string' || source instanceof Uint8Array) return source
  if (typeof source === 'object' && (Symbol.asyncIterator in source || 'open' in source)) return source
  throw new TypeError('gateway: a body is a string, a Uint8Array, an async iterable, a ReadableStream, a file or null')
}

function checkStatusText(text: string): void {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw new TypeError('gateway: a status text has no control characters and none beyond latin1')
}

function responseBody(source: BodySource): ConstructorParameters<typeof Response>[0] {
  if (source === null || typeof source === 'string' || source instanceof ReadableStream) return source
  if (source instanceof Uint8Array) return new Uint8Array(source)
  return streamFrom('open' in source ? source.open() : source)
}

function streamFrom(chunks: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      },
      async cancel(reason) {
        await iterator.return?.(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

import { checkSource, isFile, isStream, isWhole, type BodySource } from './body-source.ts'
import { fieldsOf, HeaderList, type HeaderInit } from './header-list.ts'
import { inspectAs } from './inspect-as.ts'
import { inheritLate } from './late-prototype.ts'
import { streamOf } from './stream-of.ts'

/** The head of a reply, as in `ResponseInit`. */
export interface ReplyInit {
  /** 200 to 599. Default: `200`. */
  status?: number
  /** The reason phrase, for HTTP/1 and CGI. Default: the registered one, when it is sent. */
  statusText?: string
  /** Header fields. Default: the content type, where there is one. */
  headers?: HeaderInit
  /** Trailer fields, made once the body is sent; dropped where `can.trailers` is false. */
  trailers?: () => HeaderInit
}

/**
 * A `Response` that keeps what its body was made of, so that a gateway writes head and body in one call, and that loads
 * the global `Response` only when somebody asks for what only that can give (20 ms of a CGI program's start).
 */
export class Reply {
  readonly #status: number
  readonly #statusText: string
  readonly #source: BodySource
  readonly #trailers: (() => HeaderInit) | undefined
  #fields: readonly string[]
  #headers: HeaderList | undefined
  #genuine: Response | undefined
  #isMarkup = false

  constructor(source: BodySource, status: number, statusText: string, fields: readonly string[], trailers?: () => HeaderInit) {
    this.#status = status
    this.#statusText = statusText
    this.#source = source
    this.#fields = fields
    this.#trailers = trailers
  }

  /** What the body is made of: what was given, or the stream that somebody asked for or has read. */
  static sourceOf(reply: Reply): BodySource {
    if (!reply.#genuine || (isWhole(reply.#source) && !Reply.isUsed(reply))) return reply.#source
    return reply.#genuine.body
  }

  static fieldsOf(reply: Reply): readonly string[] {
    return reply.#headers ? HeaderList.fieldsOf(reply.#headers) : reply.#fields
  }

  static trailersOf(reply: Reply): (() => HeaderInit) | undefined {
    return reply.#trailers
  }

  static isUsed(reply: Reply): boolean {
    if (reply.#genuine) return reply.#genuine.bodyUsed || reply.#genuine.body?.locked === true
    return isStream(reply.#source) && reply.#source.locked
  }

  /** Marks a reply as made by `html`. */
  static mark(reply: Reply): Reply {
    reply.#isMarkup = true
    return reply
  }

  /** The text of a reply that `html` made. */
  static markupOf(reply: Reply): string | undefined {
    return reply.#isMarkup && typeof reply.#source === 'string' ? reply.#source : undefined
  }

  get status(): number {
    return this.#status
  }

  get statusText(): string {
    return this.#statusText
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

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#response().arrayBuffer()
  }

  async blob(): Promise<Blob> {
    return this.#response().blob()
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.arrayBuffer())
  }

  async formData(): Promise<FormData> {
    return this.#response().formData()
  }

  async json(): Promise<unknown> {
    return this.#response().json()
  }

  async text(): Promise<string> {
    return this.#response().text()
  }

  /** A copy whose body can be read on its own. */
  clone(): Response {
    const source = this.#genuine || !(isWhole(this.#source) || isFile(this.#source)) ? this.#response().clone().body : this.#source
    return asResponse(new Reply(source, this.status, this.statusText, Reply.fieldsOf(this), this.#trailers))
  }

  toJSON(): object {
    return { status: this.status, statusText: this.statusText, headers: Object.fromEntries(this.headers) }
  }

  get [Symbol.toStringTag](): string {
    return 'Response'
  }

  // Made without the fields, but for the type, which blob() and formData() go by.
  #response(): Response {
    this.#genuine ??= new Response(bodyInit(this.#source))
    const type = this.headers.get('content-type')
    if (type === null) this.#genuine.headers.delete('content-type')
    else this.#genuine.headers.set('content-type', type)
    return this.#genuine
  }
}

inheritLate(Reply.prototype, () => Response.prototype)
inspectAs(Reply.prototype, 'Response', (reply) => {
  const { status, statusText, headers, bodyUsed } = reply
  return { status, statusText, headers, body: Reply.sourceOf(reply), bodyUsed }
})

/**
 * A response of any source. `text`, `html`, `json` and the others are this with a content type.
 * @throws {TypeError} when a 204, 205 or 304 has a body, or the body or a field cannot be sent.
 * @throws {RangeError} when the status is not 200 to 599, as `Response` does.
 */
export function reply(source: BodySource, init?: ReplyInit): Response {
  return asResponse(makeReply(source, init))
}

/** A reply with this content type, unless its fields say another. */
export function makeReply(source: BodySource, init: ReplyInit = {}, contentType?: string): Reply {
  const { status = 200 } = init
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new RangeError(`gateway: ${status} is not a response status of 200 to 599`)
  const statusText = init.statusText === undefined ? '' : checkStatusText(`${init.statusText}`)
  return new Reply(checkBody(source, status), status, statusText, fieldsFrom(init.headers, contentType), init.trailers)
}

/** A reply seen as what it can stand for. */
export function asResponse(made: Reply): Response {
  // Every member of Response is there, and the prototype chain says so: reply.test.ts compares them.
  return made as unknown as Response
}

/**
 * A source that may be the body of a response with this status.
 * @throws {TypeError} when it may not.
 */
export function checkBody(source: BodySource, status: number): BodySource {
  if (source !== null && isNullStatus(status)) throw new TypeError(`gateway: a response with status ${status} has no body`)
  return checkSource(source)
}

/** Whether a response with this status never has a body. */
export function isNullStatus(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}

/**
 * A text that may be a reason phrase.
 * @throws {TypeError} when it may not.
 */
export function checkStatusText(text: string): string {
  if (!/[^\t\x20-\x7e\x80-\xff]/.test(text)) return text
  throw new TypeError('gateway: a status text has no control characters and none beyond latin1')
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

const encoder = new TextEncoder()

/** What makes the body of a genuine `Response`; bytes in place of text, which would bring a content type of its own. */
export function bodyInit(source: BodySource): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null {
  if (source === null || isStream(source)) return source
  if (typeof source === 'string') return encoder.encode(source)
  if (source instanceof Uint8Array) return new Uint8Array(source)
  return streamOf(isFile(source) ? source.open() : source)
}

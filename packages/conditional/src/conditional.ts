import {
  bodyOf,
  extend,
  reply,
  text,
  withBody,
  withHeaders,
  type BodySource,
  type Context,
  type FileSource,
  type Middleware,
} from '@gangway/gateway'
import { cancelBody } from './cancel-body.ts'
import { evaluate, type Validators } from './evaluate.ts'
import { parseHttpDate } from './http-date.ts'
import { readAhead } from './read-ahead.ts'
import { preconditionsOf, type Preconditions } from './request-preconditions.ts'
import { tagOf } from './tag.ts'

/** Which responses get an entity tag. */
export interface ConditionalOptions {
  /** Bytes, or characters of a text, up to which a body is hashed for its tag; larger ones have the tag that the application gives them, or none. Default: `65536`. */
  largest?: number
  /** Whether streams that end at once, as those of `new Response(text)` do, get a tag, too; those that take their time are left alone. Default: `false`. */
  streams?: boolean
}

/**
 * Gives responses that are there as a whole an entity tag, answers GET and HEAD with 304 or 412 where their conditions ask for it, and puts `preconditions`
 * on the context, for those who change something.
 * @throws {TypeError} when an option is wrong.
 */
export function conditional(options: ConditionalOptions = {}): Middleware<{ readonly preconditions: Preconditions }> {
  const { largest = 65_536, streams = false } = options
  if (!Number.isInteger(largest) || largest < 0) throw new TypeError('conditional: largest is a number of bytes')
  if (typeof streams !== 'boolean') throw new TypeError('conditional: streams is true or false')
  return (app) => (context) => {
    const answered = app(extend(context, { preconditions: preconditionsOf(context) }))
    if (isPromise(answered)) return answered.then((response) => answer(context, response, { largest, streams }))
    return answer(context, answered, { largest, streams })
  }
}

function answer(context: Context, response: Response, options: Required<ConditionalOptions>): Response | Promise<Response> {
  // What is no response is for the gateway to report.
  if (typeof response !== 'object' || response === null || !('status' in response)) return response
  const { method } = context
  if ((method !== 'GET' && method !== 'HEAD') || response.status < 200 || response.status > 299) return response
  const source = bodyOf(response)
  if (isFile(source)) return isConditional(context) ? answerFile(context, response, source) : response
  if (!isTaggable(response)) return judged(context, response)
  if (isWhole(source)) return tagged(context, response, source, options)
  return options.streams && isStream(source) && !source.locked
    ? answerStream(context, response, source, options)
    : judged(context, response)
}

// Its own tag wins; a cookie is for one client, and what is not to be stored is not asked for again.
function isTaggable({ status, headers }: Response): boolean {
  if (status !== 200 || headers.has('etag') || headers.has('set-cookie')) return false
  return !/(?:^|[\s,])no-store(?:$|[\s,])/i.test(headers.get('cache-control') ?? '')
}

function tagged(
  context: Context,
  response: Response,
  body: string | Uint8Array,
  { largest }: Required<ConditionalOptions>,
): Response | Promise<Response> {
  if (body.length > largest) return judged(context, response)
  const tag = tagOf(body)
  const judge = (etag: string) =>
    judged(
      context,
      withHeaders(response, (headers) => headers.set('etag', etag)),
    )
  return typeof tag === 'string' ? judge(tag) : tag.then(judge)
}

async function answerStream(
  context: Context,
  response: Response,
  source: ReadableStream<Uint8Array>,
  options: Required<ConditionalOptions>,
): Promise<Response> {
  const length = response.headers.get('content-length')
  const read = await readAhead(source, options.largest)
  const replaced = withBody(response, read)
  if (length !== null) replaced.headers.set('content-length', length)
  return read instanceof Uint8Array ? tagged(context, replaced, read, options) : judged(context, replaced)
}

// A front server has validators of its own for the files that it sends.
function isConditional({ can, headers }: Context): boolean {
  return !can.sendfile && conditions.some((name) => headers.has(name))
}

// The gateway gives a file the same validators.
async function answerFile(context: Context, response: Response, file: FileSource): Promise<Response> {
  const { size, modified } = await file.stat()
  const described = withHeaders(response, (headers) => {
    if (!headers.has('last-modified')) headers.set('last-modified', modified.toUTCString())
    if (!headers.has('etag')) headers.set('etag', `"${size.toString(16)}-${modified.getTime().toString(16)}"`)
  })
  return judged(context, described)
}

const conditions = ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since']

function judged(context: Context, response: Response): Response {
  const validators = validatorsOf(response)
  const status = validators && evaluate(context, validators)
  if (status === undefined) return response
  cancelBody(response, new DOMException(`The answer is ${status}`, 'AbortError'))
  return status === 304 ? notModified(response) : text('Precondition Failed\n', { status: 412 })
}

// Without them nobody knows, and the body may be one that has no end.
function validatorsOf({ headers }: Response): Validators | undefined {
  const etag = headers.get('etag') ?? undefined
  const date = parseHttpDate(headers.get('last-modified') ?? '')
  if (etag === undefined && date === undefined) return undefined
  return { etag, modified: date === undefined ? undefined : new Date(date) }
}

// RFC 9110 §15.4.5: nothing that describes the body, which the client has
function notModified({ headers }: Response): Response {
  return reply(null, { status: 304, headers: [...headers].filter(([name]) => !describesBody.test(name)) })
}

const describesBody = /^(?:content-(?:type|length|encoding|language|range|disposition|md5|digest)|repr-digest|accept-ranges)$/

function isWhole(source: BodySource): source is string | Uint8Array {
  return typeof source === 'string' || source instanceof Uint8Array
}

function isFile(source: BodySource): source is FileSource {
  return typeof source === 'object' && source !== null && 'stat' in source
}

function isStream(source: BodySource): source is ReadableStream<Uint8Array> {
  return typeof source === 'object' && source !== null && 'getReader' in source
}

function isPromise(result: Response | Promise<Response>): result is Promise<Response> {
  return typeof result === 'object' && result !== null && 'then' in result
}

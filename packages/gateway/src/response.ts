import type { BodySource } from './body-source.ts'
import { fieldsOf, HeaderList, type MutableHeaders } from './header-list.ts'
import { asResponse, checkBody, Reply } from './reply.ts'

/** What the body of a response is made of: the raw source of a reply, the stream of any other response. */
export function bodyOf(response: Response): BodySource {
  return isReply(response) ? Reply.sourceOf(response) : response.body
}

// Of a response that switches protocols, platforms know what they need by the object itself, as Deno and Workers do; it is handed on.
const switching = 101

/**
 * A response with the same head and another body; `content-length` is dropped. The one handed in stays as it is, and its body is unread. A 101 is returned as it is.
 * @throws {TypeError} when the body cannot be sent with this head.
 */
export function withBody(response: Response, source: BodySource): Response {
  return derived(response, source, (headers) => headers.delete('content-length'))
}

/**
 * A response with the same body and other fields, also where the one handed in is immutable. That one's body is now the new one's. A 101 is returned as it is.
 * @throws {TypeError} when the body was already read, or a field cannot be sent.
 */
export function withHeaders(response: Response, edit: (headers: MutableHeaders) => void): Response {
  return derived(response, bodyOf(response), edit)
}

function derived(response: Response, source: BodySource, edit: (headers: MutableHeaders) => void): Response {
  const { status, statusText } = response
  if (status === switching) return response
  const headers = HeaderList.over(fieldsOfResponse(response))
  edit(headers)
  return asResponse(new Reply(checkBody(source, status), status, statusText, fieldsOf(headers), trailersOf(response)))
}

/** The fields of a response as a flat list. */
export function fieldsOfResponse(response: Response): readonly string[] {
  return isReply(response) ? Reply.fieldsOf(response) : fieldsOf(response.headers)
}

/** The function that makes a reply's trailer fields. */
export function trailersOf(response: Response): ReturnType<typeof Reply.trailersOf> {
  return isReply(response) ? Reply.trailersOf(response) : undefined
}

/** Whether somebody began to read the body. */
export function isUsed(response: Response): boolean {
  return isReply(response) ? Reply.isUsed(response) : response.bodyUsed || response.body?.locked === true
}

/** Whether a response is one of ours. */
export function isReply(response: unknown): response is Reply {
  return response instanceof Reply
}

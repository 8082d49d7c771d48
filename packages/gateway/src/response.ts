import { fieldsOf, HeaderList, type MutableHeaders } from './header-list.ts'
import { asResponse, Reply, type BodySource } from './reply.ts'

/** What the body of a response is made of: the raw source of a reply, the stream of any other response. */
export function bodyOf(response: Response): BodySource {
  return isReply(response) ? Reply.sourceOf(response) : response.body
}

/** A response with the same head and another body; `content-length` is dropped. The one handed in stays as it is, and its body is unread. */
export function withBody(response: Response, source: BodySource): Response {
  const headers = HeaderList.over(fieldsOfResponse(response))
  headers.delete('content-length')
  return asResponse(new Reply(source, response.status, response.statusText, fieldsOf(headers), trailersOf(response)))
}

/** A response with the same body and other fields, also where the one handed in is immutable. That one's body is now the new one's. */
export function withHeaders(response: Response, edit: (headers: MutableHeaders) => void): Response {
  const headers = HeaderList.over(fieldsOfResponse(response))
  edit(headers)
  return asResponse(new Reply(bodyOf(response), response.status, response.statusText, fieldsOf(headers), trailersOf(response)))
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

function isReply(response: unknown): response is Reply {
  return response instanceof Reply
}

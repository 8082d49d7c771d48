import { GatewayError } from '@gangway/gateway'
import type { Arrival } from './arrival.ts'
import { Message } from './http1-message.ts'
import type { IncomingBody } from './incoming-body.ts'
import { MessageBody } from './message-body.ts'
import type { Framing } from './request-fields.ts'
import { StreamBody } from './stream-body.ts'

/** The body of a request that says how long it is, by Content-Length or chunk by chunk; else `null` (RFC 9112 §6.3). */
export function bodyOfHttp1(arrival: Arrival, { contentLength, transferEncoding }: Framing): IncomingBody | null {
  if (transferEncoding === undefined && (contentLength === undefined || contentLength === 0)) return null
  const { message } = arrival
  return message instanceof Message ? new MessageBody(message, arrival, contentLength) : bodyOfListener(arrival, contentLength)
}

// On a server of somebody else's, whose requests are plain streams.
function bodyOfListener({ message, connection }: Arrival, length: number | undefined): IncomingBody {
  const body = new StreamBody(message, {
    length,
    limit: connection.service.settings.bodyBytes,
    awaitsContinue: false,
    get isComplete() {
      return message.complete
    },
    get trailers() {
      return message.rawTrailers
    },
    wanted: () => connection.awaitBody(),
    satisfied: () => connection.gotBody(),
  })
  if (message.readableDidRead)
    body.queue.fail(new GatewayError('ERR_BODY_USED', 'http: the request body was read before the listener got it'))
  return body
}

import { exchange, GatewayError } from '@gangway/gateway'
import type { ServerHttp2Stream } from 'node:http2'
import type { Http2Connection } from './http2-connection.ts'
import { readHttp2Head } from './http2-head.ts'
import { Http2Incoming } from './http2-incoming.ts'
import { Http2Outgoing } from './http2-outgoing.ts'
import { Http2Turn } from './http2-turn.ts'
import { refusalFor } from './refusal.ts'

/** A request as node:http2 hands it over. */
export interface Http2Arrival {
  readonly stream: ServerHttp2Stream
  /** Flat, beginning with pseudo-fields. */
  readonly rawHeaders: readonly string[]
  readonly connection: Http2Connection
}

/** Answers a request. */
export function receiveHttp2({ stream, rawHeaders, connection }: Http2Arrival): void {
  // What a stream reports as an error it also reports by closing.
  stream.on('error', () => {})
  if (stream.destroyed) return
  const { app, settings } = connection.service
  const turn = new Http2Turn(stream, connection)
  const outgoing = new Http2Outgoing(turn)
  let incoming: Http2Incoming
  try {
    incoming = new Http2Incoming(turn, readHttp2Head(rawHeaders, settings))
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    settings.onError(error)
    const { head, body } = refusalFor(error, methodIn(rawHeaders))
    outgoing.send(head, body)
    return
  }
  turn.body = incoming.source
  turn.exchange = exchange(app, incoming, outgoing, settings)
}

function methodIn(rawHeaders: readonly string[]): string | undefined {
  return rawHeaders[rawHeaders.indexOf(':method') + 1]
}

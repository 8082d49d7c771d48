import { exchange, GatewayError } from '@gangway/gateway'
import type { Arrival } from './arrival.ts'
import { readHttp1Head } from './http1-head.ts'
import { Http1Incoming } from './http1-incoming.ts'
import { Http1Outgoing } from './http1-outgoing.ts'
import { refusalFor } from './refusal.ts'

/** Answers a request, once the responses before it are done. */
export function receiveHttp1(arrival: Arrival): void {
  const { message, response, connection } = arrival
  if (connection.isOver) return
  connection.received(message)
  // It would chunk for an HTTP/1.0 client that sends TE: chunked.
  if (message.httpVersion === '1.0') response.useChunkedEncodingByDefault = false
  let incoming: Http1Incoming
  try {
    incoming = new Http1Incoming(arrival, readHttp1Head(arrival))
  } catch (error) {
    refuse(arrival, error)
    return
  }
  if (connection.isBusy)
    connection.queue({ answer: () => answer(arrival, incoming), abandon: (error) => incoming.source?.queue.fail(error) })
  else answer(arrival, incoming)
}

function answer(arrival: Arrival, incoming: Http1Incoming): void {
  const { connection } = arrival
  const { app, settings } = connection.service
  const outgoing = new Http1Outgoing(arrival, incoming.source)
  connection.begin(outgoing)
  const made = exchange(app, incoming, outgoing, settings)
  if (!made.done) outgoing.exchange = made
}

function refuse(arrival: Arrival, error: unknown): void {
  if (!(error instanceof GatewayError)) throw error
  const { message, connection } = arrival
  if (connection.isBusy) {
    connection.refuse(error)
    return
  }
  connection.service.settings.onError(error)
  connection.isLast = true
  const outgoing = new Http1Outgoing(arrival, null)
  const { head, body } = refusalFor(error, message.method)
  connection.begin(outgoing)
  outgoing.send(head, body)
}

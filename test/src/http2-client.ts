import { once } from 'node:events'
import { connect } from 'node:http2'
import { text } from 'node:stream/consumers'
import type { Client } from './client.ts'

// MB; with a body above the default of 10, Node's client breaks off its own request.
const maxSessionMemory = 100

/** Asks this origin over HTTP/2: without TLS when it is `http:`, which takes a server that knows beforehand; else with this certificate. */
export function http2Client(origin: string, certificate?: string): Client {
  return async (method, path, { headers = {}, body } = {}) => {
    const session = connect(origin, { maxSessionMemory, ...(certificate !== undefined && { ca: certificate }) })
    const stream = session.request({ ':method': method, ':path': path, ...headers }).end(body)
    try {
      const [head] = await once(stream, 'response')
      const { ':status': status, ...fields } = head
      return { status, fields, body: await text(stream) }
    } finally {
      session.close()
    }
  }
}

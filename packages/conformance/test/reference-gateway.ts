import {
  exchange,
  GatewayError,
  isAuthority,
  parseTarget,
  type Application,
  type Head,
  type Incoming,
  type Outgoing,
} from '@gangway/gateway'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { http1 } from '../src/http1.ts'
import type { Started } from '../src/run-conformance.ts'
import type { Segment } from '../src/segments.ts'

/** What a faulty gateway does instead, where the suite's own tests make one. */
export type Fault = (incoming: Incoming, outgoing: Outgoing, response: ServerResponse) => { incoming?: Incoming; outgoing?: Outgoing }

/** A gateway on node:http, as small as it can be: the suite's own tests run over it. */
export async function startReference(app: Application, fault?: Fault, segment?: Segment): Promise<Started & { origin: string }> {
  const sockets = new Set<Socket>()
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => answer(app, request, response, fault))
  server.on('checkContinue', (request, response) => answer(app, request, response, fault))
  server.on('connection', (socket) => sockets.add(socket))
  server.maxHeadersCount = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, driver: http1(() => connect(port, '127.0.0.1'), { segment: segment ?? 'whole' }), close }
}

function answer(app: Application, request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
  const outgoing = outgoingOver(response)
  try {
    const incoming = incomingOf(request, response)
    const { incoming: seen = incoming, outgoing: used = outgoing } = fault?.(incoming, outgoing, response) ?? {}
    const made = exchange(app, seen, used)
    response.on('close', () => made.abort())
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    response.writeHead(error.status, { connection: 'close' }).end()
  }
}

function incomingOf(request: IncomingMessage, response: ServerResponse): Incoming {
  const method = request.method ?? ''
  const target = request.url ?? ''
  const parsed = parseTarget(method, target)
  const authority = parsed.authority ?? request.headers.host ?? ''
  if (!isAuthority(authority)) throw new GatewayError('ERR_BAD_REQUEST', 'reference: bad host')
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  return {
    method,
    target,
    scheme: 'http',
    authority,
    mount: '',
    path: parsed.path,
    query: parsed.query,
    fields: request.rawHeaders,
    body: hasBody ? bodyOf(request, response) : null,
    client: { address: request.socket.remoteAddress ?? '' },
    tls: null,
    gateway: { protocol: 'http', version: request.httpVersion, software: '', multiprocess: false, runOnce: false, variables: {} },
    can: { informational: true, trailers: true, upgrade: false, sendfile: false, fullDuplex: true },
    trailers: trailersOf(request),
    log: () => {},
    waitUntil: () => {},
    sendInformational: (status, fields) => void response.socket?.write(`HTTP/1.1 ${status} Hint\r\n${lines(fields)}\r\n`),
  }
}

async function* bodyOf(request: IncomingMessage, response: ServerResponse): AsyncGenerator<Uint8Array> {
  if (request.headers.expect === '100-continue') response.writeContinue()
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) yield chunk
  } catch (cause) {
    throw new GatewayError('ERR_BODY_TRUNCATED', 'reference: the body broke off', { cause })
  } finally {
    request.resume()
  }
}

async function trailersOf(request: IncomingMessage): Promise<readonly string[]> {
  if (request.headers.trailer !== undefined && !request.complete) await once(request, 'end')
  return request.rawTrailers
}

function outgoingOver(response: ServerResponse): Outgoing {
  const start = ({ status, statusText, fields }: Head) => {
    response.writeHead(status, ...(statusText ? [statusText] : []), [...fields])
    // A head leaves as latin1 with bytes, but as UTF-8 with text, and with flushHeaders() (HTTP-04).
    response.write(Buffer.alloc(0))
  }
  return {
    send(head, body) {
      start(head)
      response.end(body)
    },
    start,
    write(chunk) {
      if (response.write(chunk)) return
      return new Promise((resolve) => {
        const settle = () => {
          response.off('drain', settle).off('close', settle)
          resolve()
        }
        response.on('drain', settle).on('close', settle)
      })
    },
    end(trailers) {
      if (trailers) response.addTrailers(pairs(trailers))
      response.end()
    },
    fail: () => response.destroy(),
  }
}

/** A flat list of fields as pairs. */
export function pairs(fields: readonly string[]): [string, string][] {
  return fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? '']] : []))
}

function lines(fields: readonly string[]): string {
  return pairs(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
}

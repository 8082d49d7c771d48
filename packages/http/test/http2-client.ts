import type { Application } from '@gangway/gateway'
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2'
import { once } from 'node:events'
import type { HttpOptions } from '../src/options.ts'
import { started, type Started } from './started.ts'

/** What came back on a stream. */
export interface Answer {
  status: number
  headers: Record<string, unknown>
  body: string
  trailers: Record<string, unknown>
  code: number
}

/** Waits for the end of a stream. */
export async function ended(request: ClientHttp2Stream, body?: string): Promise<Answer> {
  const answer: Answer = { status: 0, headers: {}, body: '', trailers: {}, code: 0 }
  request.setEncoding('latin1')
  request.on('response', (headers) => Object.assign(answer, { status: headers[':status'], headers }))
  request.on('data', (chunk: string) => (answer.body += chunk))
  request.on('trailers', (trailers) => (answer.trailers = trailers))
  request.on('error', () => {})
  if (body !== undefined) request.end(body)
  if (!request.closed) await once(request, 'close').catch(() => {})
  return { ...answer, code: request.rstCode }
}

/** A server and a connection of HTTP/2 to it, by prior knowledge. */
export class Spoken implements AsyncDisposable {
  readonly server: Started
  readonly session: ClientHttp2Session

  constructor(server: Started) {
    this.server = server
    this.session = connect(`http://127.0.0.1:${server.port}`)
    this.session.on('error', () => {})
  }

  get(headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
    return ended(this.session.request({ ':path': '/', ...headers }, { endStream: body === undefined }), body)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.session.destroy()
    await this.server[Symbol.asyncDispose]()
  }
}

/** Serves, and connects. */
export async function speaking(app: Application, options: HttpOptions = {}): Promise<Spoken> {
  return new Spoken(await started(app, { http2: true, ...options }))
}

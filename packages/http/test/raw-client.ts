import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A connection that sends bytes as told and keeps all that comes back, as latin1. */
export class RawClient {
  readonly socket: Socket
  received = ''
  /** What broke the connection, such as `ECONNRESET`. */
  error: string | undefined
  ended = false
  closed = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')))
    socket.on('error', (error) => (this.error = 'code' in error ? String(error.code) : error.message))
    socket.on('end', () => (this.ended = true))
    socket.on('close', () => (this.closed = true))
  }

  static to(port: number): RawClient {
    return new RawClient(connect({ port, host: '127.0.0.1', allowHalfOpen: true }))
  }

  /** Sends text as latin1. */
  send(text: string): this {
    this.socket.write(text, 'latin1')
    return this
  }

  /** Waits until so many occurrences of a text are there. */
  async until(text: string, count = 1): Promise<string> {
    await poll(
      () => this.received.split(text).length > count || this.closed,
      () => `${text} in ${JSON.stringify(this.received)}`,
    )
    if (this.received.split(text).length <= count) throw new Error(`closed before ${text}: ${JSON.stringify(this.received)}`)
    return this.received
  }

  /** Waits until the server has closed its half. */
  async end(): Promise<string> {
    await poll(
      () => this.ended || this.closed,
      () => `the end of ${JSON.stringify(this.received)}`,
    )
    this.socket.destroy()
    return this.received
  }
}

/** Waits for a condition, five seconds at most. */
export async function poll(condition: () => boolean, describe: () => string = () => 'the condition'): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > 5000) throw new Error(`not in time: ${describe()}`)
    await sleep(5)
  }
}

/** Sends a request that closes the connection, and returns the whole answer. */
export async function answerTo(port: number, request: string): Promise<string> {
  return RawClient.to(port).send(request).end()
}

/** The status of a raw response. */
export function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(response)?.[1] ?? 0)
}

/** The body of a raw response, as it stands after the head. */
export function bodyOf(response: string): string {
  return response.slice(response.indexOf('\r\n\r\n') + 4)
}

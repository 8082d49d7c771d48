import type { Can } from './capability.ts'
import type { Connection, Driver, Sending } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import type { Field } from './field.ts'
import { prefixed } from './http1.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'

export interface FetchOptions extends DriverOptions {
  /** What carries a request. Default: the global `fetch`; a Fetch handler serves as well. */
  fetch?: (request: Request) => Response | Promise<Response>
}

/** A client that knows no more than Fetch does: for a real web server in front, or a Fetch handler. */
export function viaFetch(origin: string, options: FetchOptions = {}): Driver {
  const { fetch = (request) => globalThis.fetch(request) } = options
  const expected = { protocol: 'http', version: '1.1', origin, base: '', client: '127.0.0.1', ...options.expected }
  const connect = async (): Promise<Connection> => ({
    usable: true,
    open: (head, receiver) => exchange(requestOf(head, expected.origin, expected.base), receiver, fetch),
    close: () => {},
  })
  return { name: options.name ?? 'fetch', can: { ...canOfFetch, ...options.can }, expected, connect }
}

const canOfFetch: Can = {
  absoluteTarget: false,
  abruptEnd: false,
  anyAuthority: false,
  anyMethod: false,
  asteriskTarget: false,
  bodyOfGet: false,
  expectContinue: false,
  fullDuplex: false,
  hold: false,
  informational: false,
  keepAlive: false,
  log: false,
  malformedAuthority: false,
  malformedLength: false,
  method: false,
  multiplex: false,
  oversizedHead: false,
  rawTarget: false,
  reasonPhrase: false,
  repeatedCookie: false,
  requestBackpressure: false,
  surplus: false,
  trailers: false,
  truncation: false,
  // undici keeps fields in an object, where __proto__ is lost.
  underscoredName: false,
}

interface Outgoing {
  readonly request: (signal: AbortSignal) => Request
  readonly body: WritableStreamDefaultWriter<Uint8Array> | undefined
}

function requestOf(head: RequestHead, origin: string, base: string): Outgoing {
  const headers = new Headers([['host', new URL(origin).host]])
  for (const [name, value] of head.fields) headers.append(name, value)
  const stream = head.framing.kind === 'none' ? undefined : new TransformStream<Uint8Array, Uint8Array>()
  if (head.framing.kind === 'length') headers.set('content-length', head.framing.value)
  const init: RequestInit = { method: head.method, headers, redirect: 'manual', ...(stream && { body: stream.readable, duplex: 'half' }) }
  return { request: (signal) => new Request(origin + prefixed(base, head.target), { ...init, signal }), body: stream?.writable.getWriter() }
}

function exchange({ request, body }: Outgoing, receiver: Receiver, fetch: (request: Request) => Response | Promise<Response>): Sending {
  const controller = new AbortController()
  const reading = receive(async () => fetch(request(controller.signal)), receiver, controller.signal)
  const leave = () => {
    if (!receiver.ended) controller.abort(new DOMException('The client left', 'AbortError'))
  }
  // Whoever answers without reading the body has answered all the same.
  const untilAnswered = (step: Promise<void> | undefined) => Promise.race([step?.catch(() => {}), reading])
  return {
    write: async (bytes) => untilAnswered(body?.write(bytes)),
    end: async () => untilAnswered(body?.close()),
    breakOff: async () => leave(),
    leave,
    pause: () => {},
    resume: () => {},
  }
}

async function receive(ask: () => Promise<Response>, receiver: Receiver, signal: AbortSignal): Promise<void> {
  try {
    const response = await ask()
    receiver.head(response.status, response.statusText, fieldsOf(response.headers))
    if (response.body) await read(response.body, receiver, signal)
    receiver.end(signal.aborted ? 'broken' : 'complete')
  } catch (error) {
    receiver.end('broken', String(error))
  }
}

async function read(body: ReadableStream<Uint8Array>, receiver: Receiver, signal: AbortSignal): Promise<void> {
  const reader = body.getReader()
  // A fetch that is aborted has broken the stream already.
  const cancel = () => void reader.cancel(signal.reason).catch(() => {})
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    receiver.data(value)
  }
}

function fieldsOf(headers: Headers): Field[] {
  const others = [...headers].filter(([name]) => name !== 'set-cookie')
  return [...others, ...headers.getSetCookie().map((cookie): Field => ['set-cookie', cookie])]
}

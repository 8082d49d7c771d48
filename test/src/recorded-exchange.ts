import {
  exchange,
  type Application,
  type Completion,
  type Exchange,
  type ExchangeOptions,
  type Head,
  type Incoming,
} from '@gangway/gateway'

/** What differs from a plain `GET /`, and how the peer behaves. */
export interface RecordedOptions extends ExchangeOptions {
  incoming?: Partial<Incoming>
  /** What `write` returns, by the chunk's number. Default: nothing, the peer is fast. */
  write?: (index: number) => void | Promise<void>
  /** Called before each call is recorded; what it throws is thrown by the outgoing side. */
  onCall?: (name: string) => void
}

/** One exchange with a gateway that records what it is told. */
export interface RecordedExchange {
  readonly exchange: Exchange
  /** The calls in order: `send`, or `start`, `write` …, `end`; `fail`; `abandoned`. */
  readonly calls: readonly string[]
  readonly head: Head | undefined
  /** What was sent of the body. */
  readonly text: string
  readonly trailers: readonly string[] | undefined
  readonly failure: unknown
  readonly logged: readonly string[]
  /** Settles with `completed` of the context. */
  readonly completed: Promise<Completion>
}

/** Carries one request through an application, to a gateway that records. */
export function recordExchange(app: Application, options: RecordedOptions = {}): RecordedExchange {
  const calls: string[] = []
  const logged: string[] = []
  const completed = Promise.withResolvers<Completion>()
  const seen: { head?: Head; trailers?: readonly string[] | undefined; failure?: unknown; text: string } = { text: '' }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const call = (name: string) => {
    options.onCall?.(name)
    calls.push(name)
  }
  const made = exchange(
    (context) => {
      void context.completed.then(completed.resolve)
      return app(context)
    },
    { ...plain, log: (line) => void logged.push(line), ...options.incoming },
    {
      send(head, body) {
        call('send')
        seen.head = head
        seen.text = typeof body === 'string' ? body : decoder.decode(body ?? new Uint8Array())
      },
      start(head) {
        call('start')
        seen.head = head
      },
      write(chunk) {
        call('write')
        seen.text += decoder.decode(chunk, { stream: true })
        return options.write?.(calls.filter((name) => name === 'write').length - 1)
      },
      end(trailers) {
        call('end')
        seen.trailers = trailers
      },
      fail(error) {
        call('fail')
        seen.failure = error
      },
      abandoned() {
        call('abandoned')
      },
    },
    options,
  )
  return {
    exchange: made,
    calls,
    logged,
    completed: completed.promise,
    get head() {
      return seen.head
    },
    get text() {
      return seen.text
    },
    get trailers() {
      return seen.trailers
    },
    get failure() {
      return seen.failure
    },
  }
}

/** A plain `GET /`. */
export const plain: Incoming = {
  method: 'GET',
  target: '/',
  scheme: 'http',
  authority: 'a.test',
  mount: '',
  path: '/',
  query: '',
  fields: ['Host', 'a.test'],
  body: null,
  client: { address: '192.0.2.1' },
  tls: null,
  gateway: { protocol: 'http', version: '1.1', software: '', multiprocess: false, runOnce: false, variables: {} },
  can: { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false },
  log: () => {},
  waitUntil: () => {},
}

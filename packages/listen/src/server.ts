import type { Server as NetServer } from 'node:net'
import type { Address } from './address.ts'
import { closeOnSignals } from './signals.ts'
import type { ServeOptions } from './options.ts'

/** A server that serves. */
export interface Server {
  readonly address: Address
  /** Stops accepting, lets requests under way end, and cuts what is left after `grace` milliseconds. Default: `10000`. */
  close(options?: { grace?: number }): Promise<void>
  /** Settles when the last connection is gone and what `waitUntil` was given is done. */
  readonly closed: Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What `serverOver` needs to close a server in order. */
export interface Closing {
  readonly server: NetServer
  readonly address: Address
  /** The connections that are open. */
  readonly connections: ReadonlySet<{ destroy(): unknown }>
  /** What outlives its response. */
  readonly pending: ReadonlySet<Promise<void>>
  /** Asks every connection to end after the request it serves, idle ones now. */
  drain(): void
}

const defaultGrace = 10_000

/** The `Server` that `serve()` returns. */
export function serverOver(closing: Closing, options: Pick<ServeOptions, 'signal' | 'signals' | 'grace'> = {}): Server {
  const whenClosed = Promise.withResolvers<void>()
  let isClosing = false
  const close = async ({ grace = options.grace ?? defaultGrace } = {}) => {
    if (!isClosing) {
      isClosing = true
      void end(closing, grace).then(whenClosed.resolve, whenClosed.reject)
    }
    return whenClosed.promise
  }
  const made: Server = { address: closing.address, close, closed: whenClosed.promise, [Symbol.asyncDispose]: () => close() }
  options.signal?.addEventListener('abort', () => void close(), { once: true })
  if (options.signal?.aborted) void close()
  closeOnSignals(made, options.signals ?? ['SIGTERM', 'SIGINT'])
  return made
}

async function end({ server, connections, pending, drain }: Closing, grace: number): Promise<void> {
  const cut = Promise.withResolvers<'cut'>()
  const timer = setTimeout(() => {
    for (const connection of connections) connection.destroy()
    cut.resolve('cut')
  }, grace)
  const stopped = new Promise<void>((resolve) => server.close(() => resolve()))
  drain()
  await stopped
  // What is waited for may ask for more.
  while (pending.size > 0) if ((await Promise.race([Promise.all(pending), cut.promise])) === 'cut') break
  clearTimeout(timer)
}

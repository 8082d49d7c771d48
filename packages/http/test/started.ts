import type { Application } from '@gangway/gateway'
import type { Server } from '@gangway/listen'
import type { HttpOptions } from '../src/options.ts'
import { serve } from '../src/serve.ts'

/** A server on a free port, with what it reported. */
export interface Started extends AsyncDisposable {
  readonly port: number
  readonly server: Server
  readonly errors: (Error & { code?: unknown })[]
}

/** Serves on a free port of 127.0.0.1; closed without grace at the end of the block. */
export async function started(app: Application, options: HttpOptions = {}): Promise<Started> {
  const errors: Error[] = []
  const server = await serve(app, { listen: { port: 0 }, signals: [], onError: (error) => errors.push(error), ...options })
  const port = server.address.kind === 'tcp' ? server.address.port : 0
  return { port, server, errors, [Symbol.asyncDispose]: () => server.close({ grace: 0 }) }
}

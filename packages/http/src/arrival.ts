import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http1Connection } from './http1-connection.ts'

/** A request as node:http hands it over. */
export interface Arrival {
  readonly message: IncomingMessage
  readonly response: ServerResponse
  readonly connection: Http1Connection
  /** Whether the client waits for a 100 before it sends the body. */
  readonly awaitsContinue: boolean
  /** The raw target, and what of its path a router in front says to have consumed. */
  readonly target: string
  readonly mount: string
}

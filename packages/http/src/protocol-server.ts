import type { Client } from '@gangway/gateway'
import type { Socket } from 'node:net'

/** What serves the connections of one protocol. */
export interface ProtocolServer {
  /** Serves a connection, of which the client may have sent the first bytes. */
  serve(socket: Socket, client: Client): void
  /** Asks every connection to end after the requests it has begun. */
  drain(): void
}

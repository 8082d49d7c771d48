import { GatewayError, type Client } from '@gangway/gateway'
import type { AllowTest } from '@gangway/listen'
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { clientOf } from './client.ts'
import type { Settings } from './options.ts'
import { peek } from './peek.ts'
import { findHttp2 } from './preface.ts'
import type { ProtocolServer } from './protocol-server.ts'
import { decodeProxyHeader } from './proxy-header.ts'

/** Who may come, and what is spoken with them. */
export interface Spoken {
  readonly settings: Settings
  readonly isAllowed: AllowTest
  /** Whose connections begin with a PROXY header. */
  readonly isProxy: AllowTest
  readonly http1: ProtocolServer
  readonly http2: ProtocolServer | undefined
  /** Settles once the handshake is done. */
  readonly secure: ((socket: Socket) => Promise<TLSSocket>) | undefined
}

/** Accepts connections, finds out who is there and what is spoken, and hands each to its protocol. */
export class Front {
  readonly server: NetServer
  /** The connections that are open. */
  readonly sockets: Set<Socket> = new Set()
  readonly #spoken: Spoken
  readonly #undecided = new Set<Socket>()

  constructor(spoken: Spoken) {
    this.#spoken = spoken
    // As node:http would listen by itself
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket))
    const { connections, onError } = spoken.settings
    if (Number.isFinite(connections)) this.server.maxConnections = connections
    this.server.on('drop', () => onError(new GatewayError('ERR_OVERLOADED', `http: a connection beyond ${connections} was closed`)))
  }

  /** Asks every connection to end after the requests it has begun. */
  drain(): void {
    for (const socket of this.#undecided) socket.destroy()
    this.#spoken.http1.drain()
    this.#spoken.http2?.drain()
  }

  #accept(socket: Socket): void {
    const { isAllowed, isProxy, secure, http1, http2, settings } = this.#spoken
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    // What breaks a connection also closes it.
    socket.on('error', () => {})
    if (!isAllowed(socket.remoteAddress)) {
      settings.onError(new GatewayError('ERR_BAD_REQUEST', `http: the peer ${socket.remoteAddress ?? 'of a unix socket'} is not allowed`))
      socket.destroy()
    } else if (secure || http2 || isProxy(socket.remoteAddress)) void this.#ask(socket)
    else http1.serve(socket, clientOf(socket))
  }

  async #ask(socket: Socket): Promise<void> {
    this.#undecided.add(socket)
    socket.on('close', () => this.#undecided.delete(socket))
    try {
      const client = await this.#clientOf(socket)
      await this.#protocolOf(socket, client)
    } catch (error) {
      if (socket.bytesRead > 0 && error instanceof Error) this.#spoken.settings.onError(error)
      socket.destroy()
    }
    this.#undecided.delete(socket)
  }

  // HTTP-14: before TLS, and from peers on the list alone
  async #clientOf(socket: Socket): Promise<Client> {
    const { isProxy, settings } = this.#spoken
    if (!isProxy(socket.remoteAddress)) return clientOf(socket)
    const named = await peek(socket, { timeout: settings.headerTimeout, decide: decodeProxyHeader })
    return named ?? clientOf(socket)
  }

  async #protocolOf(socket: Socket, client: Client): Promise<void> {
    const { secure, http1, http2, settings } = this.#spoken
    if (secure) {
      socket.allowHalfOpen = false
      const tlsSocket = await secure(socket)
      const protocol = http2 && tlsSocket.alpnProtocol === 'h2' ? http2 : http1
      protocol.serve(tlsSocket, client)
    } else if (http2 && (await peek(socket, { timeout: settings.idleTimeout, decide: findHttp2 }))) {
      socket.allowHalfOpen = false
      http2.serve(socket, client)
    } else http1.serve(socket, client)
  }
}

import type { Can } from './capability.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'

/** The peer's side of a protocol: it turns requests as cases describe them into bytes, and bytes into responses. */
export interface Driver {
  /** As in `http/1.1`. */
  readonly name: string
  /** What it can express and observe. */
  readonly can: Can
  readonly expected: Expected
  connect(): Promise<Connection>
}

/** What an application behind this peer sees. */
export interface Expected {
  /** `context.gateway.protocol` and `.version`. */
  readonly protocol: string
  readonly version: string
  /** Scheme and authority of a request that names none. */
  readonly origin: string
  /** The prefix of the path that the driver puts before every target, `''` or `/x`. */
  readonly base: string
  /** `context.client.address`. */
  readonly client: string
}

/** One way to the server, for one request at a time, or for many where the protocol can. */
export interface Connection {
  /** Sends the head of a request; `receiver` gets what comes back. */
  open(head: RequestHead, receiver: Receiver): Sending
  /** Whether another request can be sent. */
  readonly usable: boolean
  close(): void
}

/** The body of a request on its way. */
export interface Sending {
  /** Settles when the transport took the bytes, or nobody wants them any more. */
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
  /** Ends the body before its end, in the protocol's way. */
  breakOff(): Promise<void>
  /** The client goes away. */
  leave(): void
  /** Reads no more of the response, until `resume`. */
  pause(): void
  resume(): void
}

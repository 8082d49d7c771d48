import type { Capabilities, GatewayInfo } from '@gangway/gateway'

/** What a gateway adds to the variables of a request. */
export interface Carrier {
  readonly protocol: GatewayInfo['protocol']
  /** The protocol's version, such as `1.1` for CGI. */
  readonly version: string
  readonly role?: NonNullable<GatewayInfo['role']>
  readonly multiprocess: boolean
  readonly runOnce: boolean
  readonly data?: GatewayInfo['data'] | undefined
  readonly can: Capabilities
  /** The body's chunks, for the case that the request has one. */
  readonly body: AsyncIterable<Uint8Array> | null
  /** Whether the protocol marks the end of a body itself, so that there are bodies of unknown length. Default: `false`. */
  readonly endMarked?: boolean
  /** The prefix below which the application is, such as `/wiki`, for servers that do not tell. Default: what SCRIPT_NAME says. */
  readonly mount?: string | undefined
  log(line: string): void
  waitUntil(promise: Promise<void>): void
  sendInformational?(status: number, fields: readonly string[]): void
  sendfile?(path: string): readonly [name: string, value: string] | null
}

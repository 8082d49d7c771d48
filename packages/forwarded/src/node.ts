// https://www.rfc-editor.org/rfc/rfc7239 §6
import { canonicalAddress } from './address.ts'

/** Who a proxy says has asked it: an address, with a port where it says so; `''` when it does not tell, or what it says is none. */
export interface Node {
  readonly address: string
  readonly port?: number
}

const unknown: Node = { address: '' }

/** A node as in `Forwarded`, or one of `X-Forwarded-For`, where IPv6 may stand without brackets. */
export function parseNode(text: string): Node {
  const bare = canonicalAddress(text)
  if (bare !== undefined) return { address: bare }
  const [, six, four, port] = /^(?:\[([^\]]*)\]|([\d.]+))(?::(\d{1,5}|_[\w.-]+))?$/.exec(text) ?? []
  const address = canonicalAddress(six ?? four ?? '')
  if (address === undefined) return unknown
  const number = Number(port)
  return Number.isInteger(number) && number > 0 && number < 65_536 ? { address, port: number } : { address }
}

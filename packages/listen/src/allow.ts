import { BlockList, isIP } from 'node:net'

/** Whether a peer's address is allowed; `undefined` is a unix socket. */
export type AllowTest = (address: string | undefined) => boolean

/**
 * A test for peers: addresses, CIDR ranges, `loopback` and `unix`; IPv4 addresses also match when mapped into IPv6.
 * @throws {TypeError} when an entry is none of these.
 */
export function allowOnly(entries: readonly string[]): AllowTest {
  const list = new BlockList()
  let unix = false
  for (const entry of entries.map((text) => text.trim())) {
    if (entry === 'unix') unix = true
    else if (entry === 'loopback') addLoopback(list)
    else add(list, entry)
  }
  return (address) => {
    if (address === undefined || address === '') return unix
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }
}

function addLoopback(list: BlockList): void {
  list.addSubnet('127.0.0.0', 8, 'ipv4')
  list.addAddress('::1', 'ipv6')
}

function add(list: BlockList, entry: string): void {
  const [, address = '', bits] = /^([\da-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const family = isIP(address)
  if (family === 0 || Number(bits ?? 0) > (family === 4 ? 32 : 128))
    throw new TypeError(`listen: ${JSON.stringify(entry)} in the allow list is not an address, a range, 'loopback' or 'unix'`)
  const type = family === 4 ? 'ipv4' : 'ipv6'
  if (bits === undefined) list.addAddress(address, type)
  else list.addSubnet(address, Number(bits), type)
}

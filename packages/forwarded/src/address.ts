import { BlockList, isIP, SocketAddress } from 'node:net'

/** An IP address in its one form, IPv4 also where it was written as IPv6; `undefined` for anything else. */
export function canonicalAddress(text: string): string | undefined {
  const version = isIP(text)
  if (version === 0) return undefined
  if (version === 4) return text
  const [address = '', zone] = text.split('%')
  const plain = new SocketAddress({ address, family: 'ipv6' }).address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  return mapped ?? (zone === undefined ? plain : `${plain}%${zone}`)
}

const named: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
])

/**
 * Whether an address (canonical) is one of these: addresses, networks as `10.0.0.0/8`, `'loopback'`, `'private'`.
 * @throws {TypeError} when one is none of them.
 */
export function addressMatcher(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks.flatMap((name) => named.get(name) ?? [name])) addNetwork(list, network)
  const known = new Map<string, boolean>()
  return (address) => {
    const remembered = known.get(address)
    if (remembered !== undefined) return remembered
    const isListed = isIn(list, address)
    // A question to the list takes 3 µs, and the same few proxies ask again and again.
    if (known.size >= mostRemembered) known.clear()
    known.set(address, isListed)
    return isListed
  }
}

const mostRemembered = 1000

function isIn(list: BlockList, address: string): boolean {
  const [plain = ''] = address.split('%')
  const version = isIP(plain)
  return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

function addNetwork(list: BlockList, network: string): void {
  const [, text = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(network) ?? []
  const address = canonicalAddress(text)
  const bits = address === undefined || isIP(address) === 4 ? 32 : 128
  const prefix = length === undefined ? bits : Number(length)
  if (address === undefined || address.includes('%') || prefix > bits || (isIP(text) === 6 && bits === 32))
    throw new TypeError(
      `forwarded: ${JSON.stringify(network)} is not an address, a network such as 10.0.0.0/8, 'loopback', 'private' or 'unix'`,
    )
  list.addSubnet(address, prefix, bits === 32 ? 'ipv4' : 'ipv6')
}

/** The part of an address that one client has: all of IPv4, of IPv6 as many bits as said; IPv4 inside of IPv6 is IPv4. */
export function clientKey(address: string, bits: number): string {
  if (!address.includes(':')) return address
  const [bare = ''] = address.split('%')
  const groups = groupsOf(bare)
  if (!groups) return address
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return ipv4Of(groups)
  const kept = groups.map((group, index) => group & maskFor(bits - 16 * index))
  return `${kept.map((group) => group.toString(16)).join(':')}/${bits}`
}

// https://www.rfc-editor.org/rfc/rfc4291 §2.2
function groupsOf(address: string): number[] | undefined {
  if (!URL.canParse(`http://[${address}]/`)) return undefined
  const host = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = host.split('::')
  const first = numbersIn(head)
  const last = numbersIn(tail ?? '')
  return tail === undefined ? first : [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last]
}

function numbersIn(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

function maskFor(bits: number): number {
  return bits >= 16 ? 0xffff : bits <= 0 ? 0 : (0xffff << (16 - bits)) & 0xffff
}

function ipv4Of(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}

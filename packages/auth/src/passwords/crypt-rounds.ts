import { nodeCrypto } from '../node-crypto.ts'

const slice = 2000

/** The rounds that MD5-crypt and SHA-crypt share, a few milliseconds at a time. */
export async function cryptRounds(algorithm: string, first: Uint8Array, { password, salt, rounds }: Rounds): Promise<Uint8Array> {
  let digest = first
  for (let start = 0; start < rounds; start += slice) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve))
    for (let round = start; round < Math.min(start + slice, rounds); round++) digest = digestOf(algorithm, partsOf(round, digest))
  }
  return digest

  function partsOf(round: number, before: Uint8Array): Uint8Array[] {
    const [head, tail] = round % 2 === 1 ? [password, before] : [before, password]
    return [head, ...(round % 3 === 0 ? [] : [salt]), ...(round % 7 === 0 ? [] : [password]), tail]
  }
}

/** What goes into each round. */
export interface Rounds {
  readonly password: Uint8Array
  readonly salt: Uint8Array
  readonly rounds: number
}

/** The digest of all parts, one after the other. */
export function digestOf(algorithm: string, parts: readonly Uint8Array[]): Uint8Array {
  return nodeCrypto().hash(algorithm, Buffer.concat(parts), 'buffer')
}

/** The first `length` bytes of a digest that is repeated. */
export function repeated(digest: Uint8Array, length: number): Uint8Array {
  return Buffer.alloc(length, digest)
}

/** The bits of a length, the lowest first; none of 0. */
export function bitsOf(length: number): boolean[] {
  const bits: boolean[] = []
  for (let rest = length; rest > 0; rest >>= 1) bits.push(rest % 2 === 1)
  return bits
}

import { nodeCrypto } from '../node-crypto.ts'
import { decodePhc, encodePhc, type PhcString } from './phc-string.ts'
import type { PasswordHash } from './password-hash.ts'

/** How expensive a hash by scrypt is (RFC 7914 §2). */
export interface ScryptCost {
  /** A power of two; `128 * cost * blockSize` bytes of memory are used. */
  readonly cost: number
  readonly blockSize: number
  readonly parallelization: number
}

interface ScryptWork extends ScryptCost {
  readonly salt: Uint8Array
  readonly tagLength: number
}

const mostMemory = 4_294_967_296

/** Reads `$scrypt$ln=17,r=8,p=1$…`. */
export function readScrypt(text: string): PasswordHash | undefined {
  const phc = decodePhc(text)
  const work = phc && workOf(phc)
  if (!work) return undefined
  return {
    cost: `scrypt ${work.cost} ${work.blockSize} ${work.parallelization} ${work.tagLength}`,
    async matches(password) {
      return nodeCrypto().timingSafeEqual(await run(password, work), phc.tag)
    },
  }
}

/** A new hash with a new salt. */
export async function makeScrypt(password: Uint8Array, cost: ScryptCost): Promise<string> {
  const work = { ...cost, salt: nodeCrypto().randomBytes(16), tagLength: 32 }
  return textOf(work, await run(password, work))
}

/** A hash that takes as long as any other of this cost, and that no password is known for. */
export function unknownScrypt(cost: ScryptCost): string {
  const { randomBytes } = nodeCrypto()
  return textOf({ ...cost, salt: randomBytes(16), tagLength: 32 }, randomBytes(32))
}

/** @throws {TypeError} when scrypt cannot be run so. */
export function checkScryptCost(cost: ScryptCost): void {
  if (!isPossible(cost))
    throw new TypeError(
      `auth: scrypt takes a power of two from 2 for cost, 1 to 64 for blockSize and parallelization, and 4 GiB of memory at most, not ${cost.cost}, ${cost.blockSize} and ${cost.parallelization}`,
    )
}

function isPossible({ cost, blockSize, parallelization }: ScryptCost): boolean {
  const isSmall = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 64
  return (
    cost >= 2 && Number.isInteger(Math.log2(cost)) && isSmall(blockSize) && isSmall(parallelization) && 128 * cost * blockSize <= mostMemory
  )
}

function workOf({ id, version, parameters, salt, tag }: PhcString): ScryptWork | undefined {
  const [logarithm = 0, blockSize = 0, parallelization = 0] = ['ln', 'r', 'p'].map((name) => parameters.get(name))
  const cost = 2 ** logarithm
  if (id !== 'scrypt' || version !== undefined || parameters.size !== 3 || !isPossible({ cost, blockSize, parallelization }))
    return undefined
  return { cost, blockSize, parallelization, salt, tagLength: tag.byteLength }
}

function textOf({ cost, blockSize, parallelization, salt }: ScryptWork, tag: Uint8Array): string {
  const parameters = new Map([
    ['ln', Math.log2(cost)],
    ['r', blockSize],
    ['p', parallelization],
  ])
  return encodePhc({ id: 'scrypt', parameters, salt, tag })
}

function run(password: Uint8Array, { salt, tagLength, ...cost }: ScryptWork): Promise<Uint8Array> {
  const maxmem = 128 * cost.blockSize * (cost.cost + cost.parallelization + 2)
  return new Promise((resolve, reject) =>
    nodeCrypto().scrypt(password, salt, tagLength, { ...cost, maxmem }, (error, tag) => (error ? reject(error) : resolve(tag))),
  )
}

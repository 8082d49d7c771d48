import { argon2Engine, type Argon2Variant, type Argon2Work } from './argon2-engine.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { decodePhc, encodePhc, type PhcString } from './phc-string.ts'
import type { PasswordHash } from './password-hash.ts'

/** How expensive a hash by Argon2 is. */
export type Argon2Cost = Pick<Argon2Work, 'memory' | 'passes' | 'parallelism'>

const variants: readonly string[] = ['argon2d', 'argon2i', 'argon2id'] satisfies Argon2Variant[]
const version = 19
const mostMemory = 4_194_304

/** Reads `$argon2id$v=19$m=19456,t=2,p=1$…`, and the other two. */
export function readArgon2(text: string): PasswordHash | undefined {
  const phc = decodePhc(text)
  const work = phc && workOf(phc)
  if (!work) return undefined
  return {
    cost: costOf(work),
    async matches(password) {
      return nodeCrypto().timingSafeEqual(await run(password, work), phc.tag)
    },
  }
}

/** A new hash with a new salt. */
export async function makeArgon2(password: Uint8Array, cost: Argon2Cost): Promise<string> {
  const work = { ...cost, variant: 'argon2id', salt: nodeCrypto().randomBytes(16), tagLength: 32 } as const
  return textOf(work, await run(password, work))
}

/** A hash that takes as long as any other of this cost, and that no password is known for. */
export function unknownArgon2(cost: Argon2Cost): string {
  const { randomBytes } = nodeCrypto()
  return textOf({ ...cost, variant: 'argon2id', salt: randomBytes(16), tagLength: 32 }, randomBytes(32))
}

/** @throws {TypeError} when Argon2 cannot be run so. */
export function checkArgon2Cost({ memory, passes, parallelism }: Argon2Cost): void {
  if (!isPossible(memory, passes, parallelism))
    throw new TypeError(
      `auth: Argon2 takes 1 to 255 for parallelism, 8 times that to ${mostMemory} KiB of memory, 1 to 1000 passes, not ${parallelism}, ${memory} and ${passes}`,
    )
}

function isPossible(memory: number, passes: number, parallelism: number): boolean {
  const isAmong = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most
  return isAmong(parallelism, 1, 255) && isAmong(memory, 8 * parallelism, mostMemory) && isAmong(passes, 1, 1000)
}

function workOf({ id, version: written, parameters, salt, tag }: PhcString): Argon2Work | undefined {
  const [memory = 0, passes = 0, parallelism = 0] = ['m', 't', 'p'].map((name) => parameters.get(name))
  if (!isVariant(id) || written !== version || parameters.size !== 3 || !isPossible(memory, passes, parallelism)) return undefined
  return { variant: id, salt, memory, passes, parallelism, tagLength: tag.byteLength }
}

function isVariant(id: string): id is Argon2Variant {
  return variants.includes(id)
}

function costOf({ variant, memory, passes, parallelism, tagLength }: Argon2Work): string {
  return `${variant} ${memory} ${passes} ${parallelism} ${tagLength}`
}

function textOf({ variant: id, salt, memory, passes, parallelism }: Argon2Work, tag: Uint8Array): string {
  const parameters = new Map([
    ['m', memory],
    ['t', passes],
    ['p', parallelism],
  ])
  return encodePhc({ id, version, parameters, salt, tag })
}

async function run(password: Uint8Array, work: Argon2Work): Promise<Uint8Array> {
  const engine = argon2Engine()
  if (!engine) throw new Error('auth: a hash by Argon2 needs Node 24.7 or the package @node-rs/argon2')
  return await engine(password, work)
}

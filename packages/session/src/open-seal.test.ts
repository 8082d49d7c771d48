import { defaults, seal } from 'iron-webcrypto'
import { openSeal, type SealKey } from './open-seal.ts'

const now = 1_800_000_000_000
const bytes = (first: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: 32 }, (_, index) => first + index)
const key: SealKey = { id: 'autumn', encryption: bytes(1), integrity: bytes(101) }
const older: SealKey = { id: 'spring', encryption: bytes(2), integrity: bytes(102) }
const password: SealKey = { id: '1', encryption: 'a password of 32 characters, or more', integrity: 'a password of 32 characters, or more' }
const builtin = process.getBuiltinModule

async function sealed(text: string, { id, encryption, integrity }: SealKey, ttl = 0): Promise<string> {
  return await seal(text, { id, encryption, integrity }, { ...defaults, ttl, localtimeOffsetMsec: now - Date.now(), encode: String })
}

describe.each([
  ['with node:crypto', builtin],
  ['with Web Crypto', undefined],
])('openSeal %s', (_, getBuiltinModule) => {
  beforeAll(() => {
    Object.assign(process, { getBuiltinModule })
  })
  afterAll(() => {
    process.getBuiltinModule = builtin
  })

  it.each([
    ['the newest key', key],
    ['an older key', older],
    ['a password', password],
  ])('opens what iron sealed with %s', async (_, used) => {
    const text = 'what is in it: ä€𝄞 "*"'
    expect(await openSeal(await sealed(text, used), [key, older, password], now)).toEqual({ text, keyId: used.id, expiration: 0 })
  })

  it('knows until when a seal is good', async () => {
    const seal = await sealed('x', key, 60_000)
    const { expiration = 0 } = (await openSeal(seal, [key], now)) ?? {}
    expect(expiration).toBeGreaterThanOrEqual(now + 60_000)
    expect(await openSeal(seal, [key], expiration - 1)).not.toBeNull()
    expect(await openSeal(seal, [key], expiration)).toBeNull()
  })

  it('refuses a key that it does not have', async () => {
    expect(await openSeal(await sealed('x', older), [key], now)).toBeNull()
  })

  it('refuses a name of a key with other bytes', async () => {
    const seal = await sealed('x', key)
    expect(await openSeal(seal, [{ ...older, id: key.id }], now)).toBeNull()
    // The encryption key alone is no proof: one wrong key in 256 gives a padding that is valid.
    expect(await openSeal(seal, [{ ...key, integrity: bytes(103) }], now)).toBeNull()
  })

  it.each(['toString', '__proto__', 'constructor', ''])('refuses the key name %p', async (name) => {
    const seal = (await sealed('x', key)).replace('autumn', name)
    expect(await openSeal(seal, [key], now)).toBeNull()
  })

  it('refuses a seal in which any part was changed', async () => {
    const parts = (await sealed('what is in it', key, 60_000)).split('*')
    for (const [index, part] of parts.entries()) {
      const middle = part.length >> 1
      const other = part[middle] === '7' ? '8' : '7'
      const changed = parts.with(index, part.slice(0, middle) + other + part.slice(middle + 1)).join('*')
      expect([index, await openSeal(changed, [key], now)]).toEqual([index, null])
    }
  })

  it('refuses a seal cut at any place', async () => {
    const seal = await sealed('x', key)
    for (let length = 0; length < seal.length; length += 3) expect(await openSeal(seal.slice(0, length), [key], now)).toBeNull()
  })

  it.each([
    '',
    'x',
    '*******',
    'Fe26.1*autumn*a*b*c**d*e',
    'Fe26.2*autumn**!!*!!**',
    'Fe26.2*autumn*****',
    `Fe26.2*autumn${'*'.repeat(6)}`,
    '*'.repeat(100_000),
  ])('refuses garbage', async (garbage) => {
    expect(await openSeal(garbage, [key], now)).toBeNull()
  })
})

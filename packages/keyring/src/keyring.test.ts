import { keyring, type Key } from './keyring.ts'

const first = 'first-secret-0123456789-0123456789'
const second = 'second-secret-0123456789-0123456789'

async function keysOf(secrets: Parameters<typeof keyring>[0], purpose = 'session'): Promise<readonly Key[]> {
  return await keyring(secrets).keysFor(purpose)
}

describe('keyring', () => {
  it('gives 32 bytes for AES and 32 others for HMAC', async () => {
    const [key] = await keysOf([first])
    expect(key?.encryption).toHaveLength(32)
    expect(key?.signing).toHaveLength(32)
    expect(key?.encryption).not.toEqual(key?.signing)
  })

  it('gives other keys for another purpose, and the same for the same', async () => {
    const [session] = await keysOf([first], 'session')
    const [csrf] = await keysOf([first], 'csrf')
    expect(session?.encryption).not.toEqual(csrf?.encryption)
    expect(session?.signing).not.toEqual(csrf?.signing)
    expect(await keysOf([first], 'session')).toEqual([session])
  })

  it('has the newest secret first and keeps the names of the others', async () => {
    const before = await keysOf([first])
    const after = await keysOf([second, first])
    expect(after[1]).toEqual(before[0])
    expect(after[0]?.id).not.toBe(after[1]?.id)
    expect(after[0]?.id).toMatch(/^[\da-f]{10}$/)
  })

  it('takes names of your own', async () => {
    const keys = await keysOf([{ id: 'autumn', secret: second }, first])
    expect(keys.map(({ id }) => id)).toEqual(['autumn', (await keysOf([first]))[0]?.id])
  })

  it.each([
    ['commas', `${second},${first}`],
    ['white space', ` ${second}\n${first} `],
  ])('reads several from one environment variable, separated by %s', async (_, variable) => {
    expect(await keysOf(variable)).toEqual(await keysOf([second, first]))
  })

  it('reads names from an environment variable', async () => {
    expect(await keysOf(`autumn:${second} ${first}`)).toEqual(await keysOf([{ id: 'autumn', secret: second }, first]))
  })

  it('derives once for each purpose, at once where there is node:crypto', () => {
    const ring = keyring([first])
    const keys = ring.keysFor('session')
    expect(keys).toBeInstanceOf(Array)
    expect(ring.keysFor('session')).toBe(keys)
  })

  it.each([[''], [3]])('refuses the purpose %p', (purpose) => {
    const ring = keyring([first])
    expect(() => Reflect.apply(ring.keysFor, ring, [purpose])).toThrow('keyring: a purpose is a text')
  })
})

describe('keyring without node:crypto', () => {
  const builtin = process.getBuiltinModule
  afterEach(() => {
    process.getBuiltinModule = builtin
  })

  it('derives the same keys later', async () => {
    const expected = keyring([{ id: 'named', secret: second }, first]).keysFor('session')
    Object.assign(process, { getBuiltinModule: undefined })
    const keys = keyring([{ id: 'named', secret: second }, first]).keysFor('session')
    expect(keys).toBeInstanceOf(Promise)
    expect(await keys).toEqual(expected)
  })
})

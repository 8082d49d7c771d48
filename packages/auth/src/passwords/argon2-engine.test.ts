import { builtinArgon2, installedArgon2 } from './argon2-engine.ts'

const salt = new TextEncoder().encode('somesalt')
const password = new TextEncoder().encode('password')

describe('installedArgon2', () => {
  it.each(['argon2d', 'argon2i', 'argon2id'] as const)('does %s as Node does, on Node 22 as well', async (variant) => {
    const work = { variant, salt, memory: 256, passes: 3, parallelism: 2, tagLength: 32 }
    const tag = await installedArgon2()?.(password, work)
    expect(tag).toHaveLength(32)
    const builtin = builtinArgon2() ?? (async () => tag)
    expect(await builtin(password, work)).toEqual(tag)
  })

  it('does as the reference implementation', async () => {
    const tag = await installedArgon2()?.(password, { variant: 'argon2id', salt, memory: 256, passes: 2, parallelism: 1, tagLength: 32 })
    expect(Buffer.from(tag ?? []).toString('base64')).toBe('nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=')
  })
})

import { hash as digest } from 'node:crypto'
import { HttpError } from '@gangway/gateway'
import { makeScrypt } from './scrypt-hash.ts'
import { argon2Engine } from './argon2-engine.ts'
import { passwords } from './passwords.ts'

const cheap = { argon2id: { memory: 256, passes: 1, parallelism: 1 } }

describe('passwords', () => {
  it('hashes with the parameters that OWASP recommends, each time with another salt', async () => {
    const { hash } = passwords()
    const [one, other] = [await hash('correct horse'), await hash('correct horse')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(other)
  })

  it('verifies what it hashed, and nothing else', async () => {
    const { hash, verify } = passwords(cheap)
    const text = await hash('correct horse')
    expect(await verify('correct horse', text)).toBe(true)
    for (const wrong of ['correct hors', 'Correct horse', '', 'correct horse\0', 'correct horse '])
      expect(await verify(wrong, text)).toBe(false)
  })

  it.each([null, undefined, '', 'correct horse', '$2y$05$', 'constructor', '*', '!'])('has no password for %p', async (hash) => {
    const { verify } = passwords(cheap)
    expect(await verify('correct horse', hash)).toBe(false)
    expect(await verify('', hash)).toBe(false)
  })

  it('takes a password as the same however it is composed (RFC 8265 §4.2)', async () => {
    const { hash, verify } = passwords(cheap)
    const text = await hash('se\u0301same\u00a0auf')
    expect(await verify('s\u00e9same auf', text)).toBe(true)
    expect(await verify('sesame auf', text)).toBe(false)
  })

  it('verifies what others hashed as it was typed', async () => {
    const { verify } = passwords(cheap)
    const sha = `{SHA}${digest('sha1', 'A\u030angstrom', 'base64')}`
    expect(await verify('A\u030angstrom', sha)).toBe(true)
    expect(await verify('\u00c5ngstrom', sha)).toBe(false)
  })

  it('refuses new passwords that are none, with 400 (A4)', async () => {
    const { hash } = passwords({ ...cheap, longest: 20 })
    for (const wrong of ['', 'x'.repeat(21), '€'.repeat(7), '\ud800']) {
      const error: unknown = await hash(wrong).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(HttpError)
      expect(error).toMatchObject({ status: 400 })
    }
    await expect(hash('€'.repeat(6))).resolves.toContain('argon2id')
  })

  it('does not hash a password of 64 kB to see that it is wrong (A2, A4)', async () => {
    const { hash, verify } = passwords()
    const text = await hash('x'.repeat(1024))
    expect(await verify('x'.repeat(1024), text)).toBe(true)
    const start = performance.now()
    for (let index = 0; index < 50; index++) expect(await verify('x'.repeat(65_536), text)).toBe(false)
    expect(performance.now() - start).toBeLessThan(200)
    expect(await verify('x\ud800', text)).toBe(false)
  })

  it('says when a hash is to be replaced: after every other cost or algorithm', async () => {
    const { hash, needsRehash } = passwords(cheap)
    expect(needsRehash(await hash('x'))).toBe(false)
    expect(needsRehash(await passwords({ argon2id: { memory: 512, passes: 1, parallelism: 1 } }).hash('x'))).toBe(true)
    expect(needsRehash(await makeScrypt(new Uint8Array(1), { cost: 2, blockSize: 1, parallelization: 1 }))).toBe(true)
    expect(needsRehash('$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')).toBe(true)
    expect(needsRehash('garbage')).toBe(true)
  })

  it('answers 503 with Retry-After where more than 100 wait (A4)', async () => {
    const { verify, hash } = passwords(cheap)
    const text = await hash('x')
    const all = await Promise.allSettled(Array.from({ length: 200 }, () => verify('x', text)))
    const refused = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(all.length - refused.length).toBe(102)
    expect(refused[0]).toBeInstanceOf(HttpError)
    expect(refused[0].status).toBe(503)
    expect(refused[0].headers.get('retry-after')).toBe('2')
    expect(await verify('x', text)).toBe(true)
  })

  it.each([
    { argon2id: { memory: 4, passes: 1, parallelism: 1 } },
    { argon2id: { memory: 256, passes: 0, parallelism: 1 } },
    { argon2id: { memory: 256, passes: 1.5, parallelism: 1 } },
    { scrypt: { cost: 1000, blockSize: 8, parallelization: 1 } },
    { scrypt: { cost: 2 ** 30, blockSize: 64, parallelization: 1 } },
    { concurrency: 0 },
    { waiting: -1 },
    { longest: 0 },
    { longest: Infinity },
  ])('refuses the options %p', (options) => {
    expect(() => passwords(options)).toThrow(TypeError)
  })

  it('finds Argon2 here', () => {
    expect(argon2Engine()).not.toBeNull()
  })
})

import { sealData, unsealData } from 'iron-session'
import { contextFor, text } from '@gangway/gateway'
import { ironSession } from './iron-session.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'
import type { Session } from './session.ts'

const password = 'a password of 32 characters, or more'
const older = 'another password of 32 characters, or more'
const options: SessionOptions = { seals: ironSession({ password }), cookie: { name: 'app', prefix: false } }

async function visit(given: SessionOptions, seal: string, act: (found: Session) => unknown): Promise<string | undefined> {
  const app = session(given)(({ session: found }) => {
    act(found)
    return text('a page')
  })
  const response = await app(contextFor('GET', 'https://example.org/', { headers: { cookie: `app=${seal}` } }))
  const [line] = response.headers.getSetCookie()
  return line && /^app=([^;]*)/.exec(line)?.[1]
}

describe('ironSession', () => {
  it('opens a seal of iron-session 8, and seals it anew', async () => {
    const seal = await sealData({ user: { id: 7 }, theme: 'dark' }, { password })
    const renewed = await visit(options, seal, (found) => {
      expect(found.isNew).toBe(false)
      expect(Object.fromEntries(found.entries())).toEqual({ user: { id: 7 }, theme: 'dark' })
    })
    expect(renewed).toBeDefined()
    expect(await visit(options, renewed ?? '', (found) => expect(found.get('theme')).toBe('dark'))).toBeUndefined()
  })

  it('makes a seal that iron-session 8 opens', async () => {
    const seal = await visit(options, '', (found) => {
      found.set('user', { id: 7 })
      found.set('theme', 'dark')
    })
    expect(await unsealData(seal ?? '', { password })).toMatchObject({ user: { id: 7 }, theme: 'dark' })
  })

  it('goes back and forth without losing anything', async () => {
    const ours = await visit(options, '', (found) => {
      found.owner('ann')
      found.set('count', 1)
    })
    const data = await unsealData<Record<string, unknown>>(ours ?? '', { password })
    const theirs = await sealData({ ...data, count: 2 }, { password })
    await visit(options, theirs, (found) => expect([found.get('count'), found.ownerId, [...found.entries()].length]).toEqual([2, 'ann', 1]))
  })

  it('knows several passwords by number, and seals with the highest', async () => {
    const seal = await sealData({ a: 1 }, { password: older })
    const rotated = { ...options, seals: ironSession({ password: { 1: older, 2: password } }) }
    const renewed = await visit(rotated, seal, (found) => expect(found.get('a')).toBe(1))
    expect(await unsealData(renewed ?? '', { password: { 2: password } })).toMatchObject({ a: 1 })
  })

  it('ends with the seal', async () => {
    const seal = await sealData({ a: 1 }, { password, ttl: 60 })
    const at = (seconds: number): SessionOptions => ({ ...options, now: () => Date.now() + seconds * 1000 })
    await visit(at(58), seal, (found) => expect(found.get('a')).toBe(1))
    await visit(at(61), seal, (found) => expect(found.isNew).toBe(true))
  })

  it.each([
    ['of another password', () => sealData({ a: 1 }, { password: older })],
    [
      'of our own format',
      async () => (await visit({ secrets: [password], cookie: { name: 'app', prefix: false } }, '', (found) => found.set('a', 1))) ?? '',
    ],
    ['without a version', async () => (await sealData({ a: 1 }, { password })).replace('~2', '')],
    ['with an unknown version', async () => (await sealData({ a: 1 }, { password })).replace('~2', '~3')],
    ['of a list', () => sealData([1], { password })],
  ])('takes no seal %s', async (_, make) => {
    expect(await visit(options, await make(), (found) => expect(found.isNew).toBe(true))).toBe('')
  })

  it.each([
    ['has at least 32 characters', 'short'],
    ['needs a password', {}],
    ['have numbers', { a: password }],
  ])('refuses at the start: %s', (message, given) => {
    expect(() => ironSession({ password: given })).toThrow(TypeError)
    expect(() => ironSession({ password: given })).toThrow(message)
  })

  it('changes no prototype', async () => {
    const seal = await sealData(JSON.parse('{"__proto__":{"admin":true},"$session":1}'), { password })
    await visit(options, seal, (found) => {
      expect(found.get('admin')).toBeUndefined()
      expect(Reflect.get({}, 'admin')).toBeUndefined()
    })
  })
})

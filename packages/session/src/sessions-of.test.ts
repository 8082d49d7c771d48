import { contextFor, text } from '@gangway/gateway'
import { memoryStore } from './memory-store.ts'
import { session } from './session-middleware.ts'
import type { Session } from './session.ts'
import { sessionsOf } from './sessions-of.ts'

const store = memoryStore()
let time = Date.now()
const wrap = session({ store, now: () => time, idleTimeout: 600 })

async function visit(cookie: string, act: (found: Session) => unknown): Promise<string> {
  const response = await wrap(({ session: found }) => {
    act(found)
    return text('a page')
  })(contextFor('GET', 'https://example.org/', { headers: { cookie }, log: () => {} }))
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
}

async function signIn(user: string, device: string): Promise<{ cookie: string; id: string }> {
  let id = ''
  const cookie = await visit('', (found) => {
    found.owner(user)
    found.set('device', device)
    id = found.id
  })
  time += 1000
  return { cookie, id }
}

describe('sessionsOf', () => {
  it('lists the sessions of a user, the newest first', async () => {
    const began = time
    const phone = await signIn('ann', 'phone')
    const laptop = await signIn('ann', 'laptop')
    await signIn('bob', 'phone')
    const list = await sessionsOf(store, 'ann', () => time).list()
    expect(list.map(({ id, get }) => [id, get('device'), get('nothing')])).toEqual([
      [laptop.id, 'laptop', undefined],
      [phone.id, 'phone', undefined],
    ])
    expect(list[1]).toMatchObject({ createdAt: new Date(began), expiresAt: new Date(began + 600_000) })
  })

  it('ends one of them, and no session of others', async () => {
    const carol = await signIn('carol', 'phone')
    const dave = await signIn('dave', 'phone')
    const sessions = sessionsOf(store, 'carol', () => time)
    expect([await sessions.revoke(dave.id), await sessions.revoke('no such id'), await sessions.revoke(carol.id)]).toEqual([
      false,
      false,
      true,
    ])
    await visit(carol.cookie, (found) => expect(found.ownerId).toBeNull())
    await visit(dave.cookie, (found) => expect(found.ownerId).toBe('dave'))
  })

  it('signs out everywhere, or everywhere but here', async () => {
    const devices = [await signIn('eve', 'phone'), await signIn('eve', 'laptop'), await signIn('eve', 'tablet')]
    const sessions = sessionsOf(store, 'eve', () => time)
    expect(await sessions.revokeAll({ exceptId: devices[1]?.id ?? '' })).toBe(2)
    const owners: (string | null)[] = []
    for (const { cookie } of devices) await visit(cookie, (found) => owners.push(found.ownerId))
    expect(owners).toEqual([null, 'eve', null])
    expect([await sessions.revokeAll(), await sessions.revokeAll()]).toEqual([1, 0])
  })

  it('does not list what has expired', async () => {
    await signIn('fred', 'phone')
    time += 600_000
    expect(await sessionsOf(store, 'fred', () => time).list()).toEqual([])
  })
})

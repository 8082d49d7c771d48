import { contextFor, text } from '@gangway/gateway'
import { memoryStore } from './memory-store.ts'
import { revocationList } from './revocation-list.ts'
import { session } from './session-middleware.ts'
import type { Session } from './session.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']
let time = Date.now()
const now = (): number => time

// Each visit is one of another process: nothing is shared but the list.
async function visit(
  store: ReturnType<typeof memoryStore>,
  cookie: string,
  act: (found: Session) => unknown,
): Promise<{ cookie: string; cleared: boolean }> {
  const app = session({ secrets, now, revocations: revocationList(store, now) })(({ session: found }) => {
    act(found)
    return text('a page')
  })
  const response = await app(contextFor('GET', 'https://example.org/', { headers: { cookie }, log: () => {} }))
  const [line = ''] = response.headers.getSetCookie()
  const cleared = line.includes('Max-Age=0')
  return { cookie: cleared || line === '' ? cookie : (line.split(';')[0] ?? ''), cleared }
}

describe('revocationList', () => {
  it('ends a sealed session in every process, also one that was copied', async () => {
    const store = memoryStore()
    const { cookie } = await visit(store, '', (found) => found.set('user', 'ann'))
    expect(await visit(store, cookie, (found) => found.destroy())).toEqual({ cookie, cleared: true })
    await visit(store, cookie, (found) => expect([found.isNew, found.get('user')]).toEqual([true, undefined]))
  })

  it('leaves the old id dead after signing in', async () => {
    const store = memoryStore()
    const { cookie } = await visit(store, '', (found) => found.set('cart', 1))
    const signedIn = await visit(store, cookie, (found) => found.owner('ann'))
    await visit(store, cookie, (found) => expect(found.isNew).toBe(true))
    await visit(store, signedIn.cookie, (found) => expect([found.ownerId, found.get('cart')]).toEqual(['ann', 1]))
  })

  it('leaves the cookie of an ended session alone for a minute, and clears it later', async () => {
    const store = memoryStore()
    const { cookie } = await visit(store, '', (found) => found.set('user', 'ann'))
    await visit(store, cookie, (found) => found.destroy())
    expect((await visit(store, cookie, (found) => found.isNew)).cleared).toBe(false)
    time += 61_000
    expect((await visit(store, cookie, (found) => found.isNew)).cleared).toBe(true)
  })

  it('signs a user out everywhere but here', async () => {
    const store = memoryStore()
    const phone = await visit(store, '', (found) => found.owner('ann'))
    const other = await visit(store, '', (found) => found.owner('bob'))
    let exceptId = ''
    const laptop = await visit(store, '', (found) => {
      found.owner('ann')
      exceptId = found.id
    })
    await revocationList(store, now).revokeOwner('ann', time + 86_400_000, exceptId)
    const owners: (string | null)[] = []
    for (const { cookie } of [phone, laptop, other]) await visit(store, cookie, (found) => owners.push(found.ownerId))
    expect(owners).toEqual([null, 'ann', 'bob'])
    time += 1
    const again = await visit(store, phone.cookie, (found) => found.owner('ann'))
    await visit(store, again.cookie, (found) => expect(found.ownerId).toBe('ann'))
  })

  it('signs out again what was spared or came after the last time', async () => {
    const store = memoryStore()
    let exceptId = ''
    const laptop = await visit(store, '', (found) => {
      found.owner('ann')
      exceptId = found.id
    })
    const list = revocationList(store, now)
    await list.revokeOwner('ann', time + 1000, exceptId)
    time += 1
    const phone = await visit(store, '', (found) => found.owner('ann'))
    await list.revokeOwner('ann', time + 1000)
    const owners: (string | null)[] = []
    for (const { cookie } of [laptop, phone]) await visit(store, cookie, (found) => owners.push(found.ownerId))
    expect(owners).toEqual([null, null])
  })

  it('does not know more about an owner when the revocation itself has expired', async () => {
    const store = memoryStore()
    const { cookie } = await visit(store, '', (found) => found.owner('ann'))
    await revocationList(store, now).revokeOwner('ann', time + 1000)
    time += 1001
    await visit(store, cookie, (found) => expect(found.ownerId).toBe('ann'))
  })
})

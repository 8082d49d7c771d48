import { EqualWork } from './equal-work.ts'
import type { PasswordHash } from './password-hash.ts'

const password = new TextEncoder().encode('sesame')

describe('EqualWork', () => {
  let tried: string[]
  const hash = (cost: string, name: string, matches = false): PasswordHash => ({
    cost,
    async matches() {
      tried.push(`${cost}: ${name}`)
      return matches
    },
  })
  const costs = (): string[] => tried.map((each) => each.slice(0, each.indexOf(':')))
  beforeEach(() => (tried = []))

  it('does the same for each user and for none (A3)', async () => {
    const [ann, bob] = [hash('bcrypt', 'ann', true), hash('md5', 'bob')]
    const work = new EqualWork([ann, bob, hash('md5', 'cid')])
    expect(await work.matches(ann, [password])).toBe(true)
    expect(tried).toEqual(['bcrypt: ann', 'md5: bob'])
    for (const user of [bob, hash('md5', 'dan'), undefined]) {
      tried = []
      expect(await work.matches(user, [password])).toBe(false)
      expect(costs()).toEqual(['bcrypt', 'md5'])
    }
  })

  it('lets nobody in with the password of another user', async () => {
    const ann = hash('bcrypt', 'ann', true)
    const work = new EqualWork([ann])
    expect(await work.matches(undefined, [password])).toBe(false)
    expect(await work.matches(hash('bcrypt', 'bob'), [password])).toBe(false)
    expect(await work.matches(hash('md5', 'cid'), [password])).toBe(false)
  })

  it('does also for others what it has once done for one (A3)', async () => {
    const work = new EqualWork([hash('argon2id', 'nobody')])
    await work.matches(undefined, [password])
    expect(costs()).toEqual(['argon2id'])
    await work.matches(hash('md5', 'ann'), [password])
    tried = []
    await work.matches(undefined, [password])
    expect(costs()).toEqual(['argon2id', 'md5'])
  })

  it('learns no more than eight costs, and forgets never the first', async () => {
    const work = new EqualWork([hash('own', 'nobody')])
    for (let cost = 0; cost < 20; cost++) await work.matches(hash(String(cost), 'x'), [password])
    tried = []
    await work.matches(undefined, [password])
    expect(costs()).toEqual(['own', '13', '14', '15', '16', '17', '18', '19'])
  })

  it('tries nothing without a password', async () => {
    expect(await new EqualWork([hash('own', 'nobody', true)]).matches(hash('own', 'ann', true), [])).toBe(false)
    expect(tried).toEqual([])
  })
})

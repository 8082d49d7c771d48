import { passwords } from '../passwords/passwords.ts'
import { storedUsers, type Rehashed, type StoredUser } from './stored-users.ts'

const cheap = passwords({ argon2id: { memory: 256, passes: 1, parallelism: 1 } })
const legacy = '$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/'

interface Account {
  id: string
  email: string
  stamp?: string
}

const ann = { id: '7', email: 'ann@example.org' }
let table: Map<string, StoredUser<Account>>
beforeEach(() => (table = new Map([['ann', { user: ann, hash: legacy }]])))

const byName = (name: string): StoredUser<Account> | null => table.get(name) ?? null
const byId = (id: string): StoredUser<Account> | null => [...table.values()].find(({ user }) => user.id === id) ?? null

describe('storedUsers', () => {
  it('finds a user by name and password, as the application has it', async () => {
    const users = storedUsers({ byName, passwords: cheap })
    const found: Account | null = await users.verify('ann', 'myPassword')
    expect(found).toEqual({ ...ann, stamp: expect.stringMatching(/^[\w-]{22}$/) })
    expect(await users.verify('ann', 'mypassword')).toBeNull()
    expect(await users.verify('bob', 'myPassword')).toBeNull()
    expect(users.find).toBeUndefined()
  })

  it('hashes anew when a user signs in with an old hash, once', async () => {
    const rehashed: Rehashed<Account>[] = []
    const rehash = async (better: Rehashed<Account>): Promise<void> => {
      rehashed.push(better)
      table.set('ann', { user: ann, hash: better.hash })
    }
    const users = storedUsers({ byName, byId, rehash, passwords: cheap })
    expect(await users.verify('ann', 'wrong')).toBeNull()
    expect(rehashed).toEqual([])
    const first = await users.verify('ann', 'myPassword')
    expect(rehashed).toEqual([{ user: ann, hash: expect.stringMatching(/^\$argon2id\$/), previous: legacy }])
    expect(await users.verify('ann', 'myPassword')).toEqual(first)
    expect(await users.find?.('7')).toEqual(first)
    expect(rehashed).toHaveLength(1)
  })

  it('has another stamp when the password has changed, unless the user has one (A8)', async () => {
    const users = storedUsers({ byName, byId, passwords: cheap })
    const before = await users.find?.('7')
    table.set('ann', { user: ann, hash: await cheap.hash('new') })
    expect((await users.find?.('7'))?.stamp).not.toBe(before?.stamp)
    table.set('ann', { user: { ...ann, stamp: 'mine' }, hash: legacy })
    expect((await users.find?.('7'))?.stamp).toBe('mine')
    table.clear()
    expect(await users.find?.('7')).toBeNull()
  })

  it('takes no password for a user who has none', async () => {
    table.set('ann', { user: ann, hash: null })
    const users = storedUsers({ byName, passwords: cheap })
    expect(await users.verify('ann', '')).toBeNull()
    expect(await users.verify('ann', 'null')).toBeNull()
  })

  it('tries a hash also where there is no user (A3)', async () => {
    const tried: unknown[] = []
    const spy = {
      ...cheap,
      verify: (password: string, hash: string | null | undefined) => (tried.push(hash), cheap.verify(password, hash)),
    }
    await storedUsers({ byName: () => null, passwords: spy }).verify('bob', 'x')
    expect(tried).toEqual([undefined])
  })

  it('fails as the database does', async () => {
    const users = storedUsers({ byName: () => Promise.reject(new Error('down')), passwords: cheap })
    await expect(users.verify('ann', 'myPassword')).rejects.toThrow('down')
  })
})

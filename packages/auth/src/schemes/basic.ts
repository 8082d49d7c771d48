// https://www.rfc-editor.org/rfc/rfc7617
import type { Awaitable } from '../awaitable.ts'
import { andThen } from '../awaitable.ts'
import { credentialsFor } from '../credentials.ts'
import { checkRealm } from '../realm.ts'
import { RecentUsers } from '../recent-users.ts'
import { outcomeOf, type Scheme } from '../scheme.ts'
import type { User } from '../user.ts'
import type { UserSource, VerifyPassword } from '../user-source.ts'
import { parseBasic } from './basic-credentials.ts'

/** What `basic` takes. */
export interface BasicOptions<Account extends User = User> {
  /** Checks names and passwords: `htpasswd(file)`, another source, or a function. */
  users: UserSource<Account> | VerifyPassword<Account>
  /** What the browser's dialog names, in ASCII. Default: `Restricted`. */
  realm?: string
  /** Seconds for which a password that was right is not hashed again, since a browser sends it with every request. `0` hashes each time. Default: `15`. */
  rememberFor?: number
  /** Whether credentials that are not UTF-8 are read as ISO 8859-1, which old clients send. Default: `false`. */
  latin1?: boolean
  /** Names the scheme, where there are two of its kind. Default: `basic`. */
  name?: string
}

/**
 * Name and password with every request (RFC 7617). Only for connections that are encrypted.
 * @throws {TypeError} when an option is wrong.
 */
export function basic<Account extends User>(options: BasicOptions<Account>): Scheme<Account, string> {
  const { users, realm = 'Restricted', rememberFor = 15, latin1 = false, name = 'basic' } = options
  const source: UserSource<Account> = typeof users === 'function' ? { verify: users } : users
  if (typeof source?.verify !== 'function') throw new TypeError('auth: basic takes users, a source or a function')
  const recent = new RecentUsers<Account>(rememberFor)
  const challenges = [{ scheme: 'Basic', parameters: { realm: checkRealm(realm), charset: 'UTF-8' } }]
  return {
    name,
    strength: 10,
    reads: ['Authorization'],
    identify: (context) => credentialsFor('Basic', context),
    authenticate(credentials) {
      const parsed = parseBasic(credentials, latin1)
      if (!parsed) return { user: null }
      return andThen(verifyOnce(parsed.name, parsed.password), (user) => outcomeOf(user))
    },
    challenge: () => challenges,
  }

  function verifyOnce(userName: string, password: string): Awaitable<Account | null> {
    return andThen(recent.find(userName, password, source), (known) => {
      if (known) return known
      return andThen(source.verify(userName, password), (user) => {
        if (user) recent.add(userName, password, user)
        return user
      })
    })
  }
}

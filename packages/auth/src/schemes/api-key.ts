import type { Context } from '@gangway/gateway'
import { andThen, type Awaitable } from '../awaitable.ts'
import { credentialsFor } from '../credentials.ts'
import { isSameText } from '../same-text.ts'
import { outcomeOf, type Scheme } from '../scheme.ts'
import type { User } from '../user.ts'
import { hashOfApiKey, parseApiKey } from './api-key-format.ts'

/** What is kept of an API key. */
export interface ApiKeyEntry<Account extends User = User> {
  readonly user: Account
  /** As `createApiKey` gave it. */
  readonly hash: string
}

/** What `apiKey` takes. */
export interface ApiKeyOptions<Account extends User = User> {
  /** What all keys begin with, by which people and secret scanners know them: letters and digits. */
  prefix: string
  /** Looks a key up by the id in it; null when there is none, or it has ended. */
  find: (id: string) => Awaitable<ApiKeyEntry<Account> | null>
  /** The field that has the key, or `authorization`, where it is a bearer token. Default: `x-api-key`. */
  header?: string
  /** Names the scheme, where there are two of its kind. Default: `apiKey`. */
  name?: string
}

/**
 * Keys for programs: `prefix_id_secret`, of which only a hash is kept.
 * @throws {TypeError} when an option is wrong.
 */
export function apiKey<Account extends User>(options: ApiKeyOptions<Account>): Scheme<Account, string> {
  const { prefix, find, header = 'x-api-key', name = 'apiKey' } = options
  if (!/^[A-Za-z0-9]+$/.test(prefix)) throw new TypeError('auth: the prefix of API keys is letters and digits')
  if (typeof find !== 'function') throw new TypeError('auth: apiKey takes find, a function')
  const field = header.toLowerCase()
  const isBearer = field === 'authorization'
  const challenges = isBearer ? [{ scheme: 'Bearer' }] : [{ scheme: 'ApiKey', parameters: { header: field } }]
  const keyIn = (context: Context): string | null => (isBearer ? credentialsFor('Bearer', context) : context.headers.get(field))
  return {
    name,
    strength: 40,
    reads: [header],
    identify(context) {
      const key = keyIn(context)
      // Other bearer tokens belong to other schemes.
      return isBearer && !key?.startsWith(`${prefix}_`) ? null : key
    },
    authenticate(key) {
      const parsed = parseApiKey(key, prefix)
      if (!parsed) return { user: null }
      return andThen(find(parsed.id), (entry) => {
        const isRight = isSameText(hashOfApiKey(key), entry?.hash ?? '')
        return outcomeOf(entry && isRight ? entry.user : null)
      })
    },
    challenge: () => challenges,
  }
}

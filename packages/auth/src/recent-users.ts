import { andThen, type Awaitable } from './awaitable.ts'
import { hasNodeCrypto, nodeCrypto } from './node-crypto.ts'
import type { UserSource } from './user-source.ts'
import type { User } from './user.ts'

const mostUsers = 1000

interface Entry<Account> {
  readonly user: Account
  readonly until: number
}

/** Who gave the right password a moment ago, under a hash that only this process can make. */
export class RecentUsers<Account extends User> {
  readonly #lifetime: number
  readonly #entries = new Map<string, Entry<Account>>()
  #key: Buffer | undefined

  constructor(seconds: number) {
    if (!Number.isFinite(seconds) || seconds < 0) throw new TypeError('auth: rememberFor takes a number of seconds')
    this.#lifetime = seconds * 1000
  }

  /** The user, unless he or his password has changed since. */
  find(name: string, password: string, source: UserSource<Account>): Awaitable<Account | null> {
    if (this.#entries.size === 0) return null
    const hash = this.#hash(name, password)
    const entry = this.#entries.get(hash)
    if (!entry) return null
    if (entry.until <= Date.now()) {
      this.#entries.delete(hash)
      return null
    }
    if (!source.find) return entry.user
    return andThen(source.find(entry.user.id), (user) => {
      if (user && user.stamp === entry.user.stamp) return user
      this.#entries.delete(hash)
      return null
    })
  }

  add(name: string, password: string, user: Account): void {
    if (this.#lifetime === 0 || !hasNodeCrypto()) return
    const oldest = this.#entries.keys().next()
    if (this.#entries.size >= mostUsers && !oldest.done) this.#entries.delete(oldest.value)
    this.#entries.set(this.#hash(name, password), { user, until: Date.now() + this.#lifetime })
  }

  // A name has no colon (RFC 7617 §2).
  #hash(name: string, password: string): string {
    const { createHmac, randomBytes } = nodeCrypto()
    this.#key ??= randomBytes(32)
    return createHmac('sha256', this.#key).update(`${name}:${password}`).digest('base64')
  }
}

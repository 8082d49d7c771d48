import type { Context } from '@gangway/gateway'
import { parseCookie, stringifySetCookie } from 'cookie'
import { decodeTransaction, encodeTransaction, lifetime, type Transaction } from './transaction.ts'

const most = 8

/**
 * The cookies of the sign-ins under way, one for each: tabs do not get into each other's way, and no session is needed before somebody has signed in.
 * Whoever could read or plant them could begin a sign-in himself just as well, so they are not sealed; `__Host-` keeps other hosts from planting them.
 */
export class TransactionCookies {
  readonly #prefix: string
  readonly #isSecure: boolean
  readonly #received: ReadonlyMap<string, Transaction>

  constructor({ url, headers }: Context, name: string, now: number) {
    this.#isSecure = url.protocol === 'https:'
    this.#prefix = `${this.#isSecure ? '__Host-' : ''}${name}-`
    const cookies = Object.entries(parseCookie(headers.get('cookie') ?? ''))
    this.#received = new Map(cookies.flatMap(([cookie, value]) => this.#read(cookie, value ?? '', now)))
  }

  find(state: string): Transaction | undefined {
    return this.#received.get(state)
  }

  /** The fields that begin one more; of too many the oldest end. */
  begin(transaction: Transaction): string[] {
    const ended = [...this.#received.values()].toSorted((one, other) => other.startedAt - one.startedAt).slice(most - 1)
    return [this.#field(transaction.state, encodeTransaction(transaction), lifetime), ...ended.map(({ state }) => this.end(state))]
  }

  /** The field that ends one. */
  end(state: string): string {
    return this.#field(state, '', 0)
  }

  #read(cookie: string, value: string, now: number): [string, Transaction][] {
    if (!cookie.startsWith(this.#prefix)) return []
    const state = cookie.slice(this.#prefix.length)
    const transaction = decodeTransaction(state, value, now)
    return transaction ? [[state, transaction]] : []
  }

  #field(state: string, value: string, maxAge: number): string {
    return stringifySetCookie({
      name: this.#prefix + state,
      value,
      maxAge,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#isSecure,
    })
  }
}

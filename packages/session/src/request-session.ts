import { addVary, HttpError, type Context } from '@gangway/gateway'
import type { Awaitable } from './awaitable.ts'
import { isChanged, type Wishes } from './draft.ts'
import { findSession, type Arrival } from './find-session.ts'
import { isTouchDue, keep, type Draft, type Outcome } from './keep.ts'
import type { Kept } from './keeper.ts'
import { hasNodeCrypto } from './node-crypto.ts'
import { cookiesFor, isCookieDue } from './cookies-for.ts'
import { RequestData } from './request-data.ts'
import { withSessionFields } from './response-fields.ts'
import { checkSpan } from './session-state.ts'
import { checkKey, flashMark } from './session-key.ts'
import { SessionCommittedError } from './session-committed-error.ts'
import type { Session } from './session.ts'
import { SessionStoreError } from './session-store-error.ts'
import type { Settings } from './settings.ts'
import type { Identity } from './token.ts'

const sweepChance = 0.01

/** The session of one request. */
export class RequestSession implements Session {
  readonly #context: Context
  readonly #settings: Settings
  #arrival: Arrival | undefined
  #loading: Promise<unknown> | undefined
  /** The session that the request works on: the one it came with, or none after `destroy`. */
  #found: Kept | null = null
  #data: RequestData | undefined
  #wishes: Wishes = {}
  #identity: Identity | undefined
  #spare: Identity | undefined
  #ended: Kept | undefined
  #isTouched = false
  #committed = false
  #interrupted = false

  constructor(context: Context, settings: Settings) {
    this.#context = context
    this.#settings = settings
  }

  async load(): Promise<this> {
    if (this.#data) return this
    await (this.#loading ??= this.#load())
    return this
  }

  get(key: string): unknown {
    return this.#open().get(checkKey(key))
  }

  set(key: string, value: unknown): void {
    this.#change(`'${key}' was set`, this.set).set(checkKey(key), value)
  }

  has(key: string): boolean {
    return this.#open().has(checkKey(key))
  }

  delete(key: string): boolean {
    return this.#change(`'${key}' was deleted`, this.delete).delete(checkKey(key))
  }

  *entries(): IterableIterator<[string, unknown]> {
    const data = this.#open()
    for (const key of data.keys()) if (!key.startsWith(flashMark)) yield [key, data.get(key)]
  }

  flash(name: string, ...value: [value?: unknown]): unknown {
    const key = flashMark + checkKey(name)
    const data = this.#open()
    if (value.length === 0 && !data.has(key)) return undefined
    const changed = this.#change(`the flash '${name}' was ${value.length === 0 ? 'taken' : 'left'}`, this.flash)
    if (value.length > 0) {
      changed.set(key, value[0])
      return undefined
    }
    const taken = changed.get(key)
    changed.delete(key)
    return taken
  }

  get id(): string {
    this.#open()
    if (this.#found && !this.#wishes.renewed) return this.#found.id
    this.#identity ??= this.#identify()
    if (!this.#identity) throw new TypeError('session: the id of a session to be made is not known here before the response')
    return this.#identity.id
  }

  get isNew(): boolean {
    this.#open()
    return this.#found === null
  }

  get ownerId(): string | null {
    this.#open()
    return this.#wishes.owner ?? this.#found?.state.owner ?? null
  }

  owner(userId: string): void {
    if (typeof userId !== 'string' || userId === '') throw new TypeError('session: owner takes the id of a user, a text')
    this.#change('a user was signed in', this.owner)
    this.#wishes.owner = userId
    this.#renew()
  }

  regenerate(): void {
    this.#change('it was given a new id', this.regenerate)
    this.#renew()
  }

  destroy(): void {
    this.#change('it was destroyed', this.destroy)
    this.#ended ??= this.#found ?? undefined
    this.#found = null
    this.#data = new RequestData(new Map())
    this.#wishes = {}
    this.#identity = undefined
  }

  expiresIn(seconds: number): void {
    checkSpan('expiresIn takes', seconds)
    this.#change('its end was set', this.expiresIn)
    this.#wishes.life = seconds * 1000
  }

  remember(on = true): void {
    this.#change('its cookie was changed', this.remember)
    this.#wishes.remembered = on
  }

  get interrupted(): boolean {
    return this.#interrupted
  }

  toJSON(): object {
    return {}
  }

  /** Writes what changed, and gives the response what it must say of the session. */
  commit(response: Response): Awaitable<Response> {
    this.#committed = true
    const arrival = this.#arrival
    // It may have asked in vain: the page for when the store is down depends on the cookie as well.
    if (!this.#data || !arrival) return this.#isTouched ? withSessionFields(response, []) : response
    const isKept = response.status < 500 || this.#settings.saveOnError
    const changes = isKept ? this.#data.changes() : undefined
    const wishes = isKept ? this.#wishes : {}
    const found = this.#found
    const isWritten = found ? isChanged(found.state, changes, wishes) : changes !== undefined || wishes.owner !== undefined
    if (isWritten) this.#checkWritable(arrival, wishes)
    if (this.#interrupted) return withSessionFields(response, [])
    const isTouched = found !== null && response.status !== 304 && (found.stale || isTouchDue(found, this.#settings))
    if (isWritten || isTouched || this.#ended) return this.#write(response, arrival, { found, changes, wishes, identity: this.#identity })
    return withSessionFields(response, found ? [] : this.#clearing(arrival))
  }

  /** Ends what was to be ended, although the application failed with an error; undefined when that was nothing. */
  abandon(error: unknown): Promise<void> | undefined {
    this.#committed = true
    // A 404 is kept by caches as a page is.
    if (this.#isTouched && error instanceof HttpError) addVary(error.headers, 'Cookie')
    return this.#ended && this.#end(this.#ended)
  }

  async #end(kept: Kept): Promise<void> {
    await this.#settings.keeper.remove(kept, false)
  }

  async #write(response: Response, arrival: Arrival, draft: Draft): Promise<Response> {
    if (this.#ended) await this.#end(this.#ended)
    const outcome = await keep(draft, this.#settings)
    if (outcome === 'gone') this.#interrupt()
    if (outcome && !draft.found && Math.random() < sweepChance) this.#context.waitUntil(this.#sweep())
    return withSessionFields(response, await this.#cookies(outcome, arrival))
  }

  async #sweep(): Promise<void> {
    await this.#settings.keeper.sweep(this.#settings.now())
  }

  async #cookies(outcome: Outcome, arrival: Arrival): Promise<string[]> {
    if (outcome === 'gone') return []
    if (!outcome) return this.#clearing(arrival)
    return isCookieDue(outcome, this.#found, arrival) ? await cookiesFor(outcome, arrival, this.#settings) : []
  }

  #clearing({ untouchable, names, secure }: Arrival): string[] {
    return untouchable || names.size === 0 ? [] : this.#settings.cookie.clear(names, secure)
  }

  // What could not be read is not overwritten; and who held the cookie of a session that ended a moment ago may have that of the next one already.
  #checkWritable({ missing, untouchable }: Arrival, wishes: Wishes): void {
    if (missing) throw new SessionStoreError('session: the session could not be read, so it cannot be written')
    if (untouchable && !this.#ended && wishes.owner === undefined) this.#interrupt()
  }

  #interrupt(): void {
    this.#interrupted = true
    this.#context.log('session: another request ended the session, so what this one changed was not kept')
  }

  #change(what: string, caller: Function): RequestData {
    if (this.#committed) throw new SessionCommittedError(what, caller)
    return this.#open()
  }

  #renew(): void {
    this.#wishes.renewed = true
    this.#identity = this.#identify()
  }

  #identify(): Identity | undefined {
    const identity = this.#spare ?? this.#settings.keeper.identify()
    this.#spare = undefined
    return identity instanceof Promise ? undefined : identity
  }

  #open(): RequestData {
    if (this.#data) return this.#data
    if (this.#committed) throw new SessionCommittedError('it was first read', this.#open)
    this.#isTouched = true
    if (!this.#settings.keeper.synchronous)
      throw new TypeError('session: this store answers later: await session.load() first, or set the option preload')
    const arrival = findSession(this.#context, this.#settings)
    if (!(arrival instanceof Promise)) return this.#arrive(arrival)
    this.#loading = arrival.then((found) => this.#arrive(found))
    this.#loading.catch(() => {
      // whoever awaits load() is told
    })
    throw new TypeError('session: the schema answers later: await session.load() first, or set the option preload')
  }

  async #load(): Promise<void> {
    if (this.#committed) throw new SessionCommittedError('it was first read', this.load)
    this.#isTouched = true
    if (!hasNodeCrypto()) this.#spare = await this.#settings.keeper.identify()
    this.#arrive(await findSession(this.#context, this.#settings))
  }

  #arrive(arrival: Arrival): RequestData {
    this.#arrival = arrival
    this.#found = arrival.kept
    return (this.#data = new RequestData(arrival.values))
  }
}

import { andThen, type Awaitable } from './awaitable.ts'
import type { Json } from './json.ts'
import { mourning, type Found, type Keeper, type Kept } from './keeper.ts'
import { packState, unpackState, type SessionState } from './session-state.ts'
import { askStore, SessionStoreError } from './session-store-error.ts'
import type { SessionRecord, SessionStore, StoredRecord } from './session-store.ts'
import { hashToken, isToken, makeIdentity } from './token.ts'

const sweptAtOnce = 500

/** What the keeper of sessions in a store needs. */
export interface StoredKeeperOptions {
  /** Keeps the sessions of one name from being taken for those of another. */
  readonly purpose: string
  readonly now: () => number
  /** Milliseconds for which the store is waited for. */
  readonly wait: number
}

/** Keeps sessions in a store; the cookie carries a random token. */
export function storedKeeper(store: SessionStore, { purpose, now, wait }: StoredKeeperOptions): Keeper {
  const ask = <Answer>(question: () => Awaitable<Answer>): Awaitable<Answer> => askStore(question, wait)
  const load = (id: string, token: string): Awaitable<Kept | null> =>
    andThen(
      ask(() => store.load(id)),
      (record) => record && keptOf(record, token),
    )
  const bury = (id: string): Awaitable<'ok'> => {
    const grave = { data: '', owner: null, expiresAt: now() + mourning }
    return andThen(
      ask(() => store.create(graveOf(id), grave)),
      () => 'ok',
    )
  }
  const isBuried = (id: string): Awaitable<boolean> =>
    andThen(
      ask(() => store.load(graveOf(id))),
      (grave) => grave !== null && grave.expiresAt > now(),
    )

  return {
    synchronous: store.synchronous === true,
    identify: () => makeIdentity(purpose),
    find(value) {
      if (!isToken(value)) return null
      return andThen(hashToken(value, purpose), (id) => {
        const orEnded = (kept: Kept | null): Awaitable<Found> => kept ?? andThen(isBuried(id), (buried) => (buried ? 'ended' : null))
        return andThen(load(id, value), orEnded)
      })
    },
    reload: ({ id, token = '' }) => load(id, token),
    create({ id, token }, state) {
      return andThen(
        ask(() => store.create(id, recordOf(state))),
        (created) => {
          if (!created) throw new SessionStoreError('session: the store has a session of a random id already')
          return { id, version: 1, state, token, stale: false }
        },
      )
    },
    save(kept, state) {
      const answer = ask(() => store.save(kept.id, recordOf(state), kept.version))
      return andThen(answer, (saved) => (saved === 'ok' ? { ...kept, version: kept.version + 1, state } : saved))
    },
    touch(kept, expiresAt) {
      const answer = ask(() => store.touch(kept.id, expiresAt))
      return andThen(answer, (touched) => (touched ? { ...kept, state: { ...kept.state, expiresAt } } : 'gone'))
    },
    remove(kept, onlyThisVersion) {
      const answer = ask(() => store.remove(kept.id, onlyThisVersion ? kept.version : undefined))
      return andThen(answer, (removed): typeof answer => (removed === 'ok' ? bury(kept.id) : removed))
    },
    cookieValue: ({ token = '' }) => token,
    sweep: (at) =>
      andThen(
        ask(() => store.sweep(at, sweptAtOnce)),
        () => undefined,
      ),
  }
}

function recordOf(state: SessionState): SessionRecord {
  return { data: JSON.stringify(packState(state)), owner: state.owner, expiresAt: state.expiresAt }
}

/** The session of a record, or null when its data is not what was written. */
export function keptOf({ id, version, data, owner, expiresAt }: StoredRecord, token: string): Kept | null {
  const state = unpackState(parse(data), owner, expiresAt)
  return state && { id, version, state, token, stale: false }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null // a grave, or not written here: no session
  }
}

function graveOf(id: string): string {
  return `${id}.ended`
}

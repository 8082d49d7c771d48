import { defaults, seal } from 'iron-webcrypto'
import { andThen, orElse, type Awaitable } from './awaitable.ts'
import { mourning, type Found, type Keeper, type Kept } from './keeper.ts'
import { nodeCrypto } from './node-crypto.ts'
import { openSeal } from './open-seal.ts'
import { RecentMap } from './recent-map.ts'
import type { RevocationList } from './revocation-list.ts'
import type { SealFormat } from './seal-format.ts'
import { packState, type SessionState } from './session-state.ts'
import { base64url, isToken } from './token.ts'

/** What the keeper of sealed cookies needs. */
export interface SealedKeeperOptions {
  readonly format: SealFormat
  readonly now: () => number
  readonly revocations: RevocationList | undefined
  /** Where a session goes that is too large for its cookie. */
  readonly spillTo: Keeper | undefined
  /** Characters of seals whose contents are remembered. */
  readonly remembered: number
}

interface Ended {
  readonly endedAt: number
}

const endedWeight = 64
const remembersLast = 4_194_304

/**
 * Keeps sessions in the cookie itself. What this process did last to a session is remembered for a while: its own concurrent requests see
 * each other's changes, and none brings back what another one ended.
 */
export function sealedKeeper({ format, now, revocations, spillTo, remembered }: SealedKeeperOptions): Keeper {
  const opened = new RecentMap<string, Kept>(remembered)
  // A client that missed the newest seal is sent the same one again.
  const sealed = new WeakMap<SessionState, string>()
  const latest = new RecentMap<string, Kept | Ended>(remembersLast)

  const open = (value: string): Awaitable<Kept | null> => {
    if (!value.startsWith('Fe26.2*') || !value.endsWith(format.suffix)) return null
    const iron = value.slice(0, value.length - format.suffix.length)
    return andThen(format.keys(), (keys) =>
      andThen(openSeal(iron, keys, now()), (found) => {
        const session = found && format.decode(found, now())
        if (!session) return null
        const kept = { ...session, token: undefined, stale: session.stale || found.keyId !== keys[0]?.id }
        opened.set(value, kept, value.length)
        return kept
      }),
    )
  }
  const foundEnded = (endedAt: number): Found => (now() - endedAt < mourning ? 'ended' : null)
  const current = (kept: Kept): Awaitable<Found> => {
    const last = latest.get(kept.id)
    if (!last) return kept
    if ('endedAt' in last) return foundEnded(last.endedAt)
    if (!isNewer(last, kept)) return kept
    return last.token === undefined || !spillTo
      ? { ...last, stale: true }
      : andThen(spillTo.reload(last), (moved) => moved && { ...moved, stale: true })
  }
  const revokedAt = (kept: Kept): Awaitable<number> => revocations?.revokedAt(kept.id, kept.state) ?? 0
  const remember = (kept: Kept): Kept => {
    latest.set(kept.id, kept, JSON.stringify(packState(kept.state)).length)
    return kept
  }
  // Between this check and what follows it nothing else of this process runs.
  const ifCurrent = <Result>(kept: Kept, change: () => Result): Awaitable<Result | 'conflict' | 'gone'> =>
    andThen(revokedAt(kept), (revoked) => {
      const last = latest.get(kept.id)
      if (revoked > 0 || (last && 'endedAt' in last)) return 'gone'
      return last && isNewer(last, kept) ? 'conflict' : change()
    })

  return {
    // Asked when a session is touched: loading node:crypto takes 5 ms, which a CGI program without a session need not spend.
    get synchronous() {
      return revocations?.synchronous !== false && spillTo?.synchronous !== false && nodeCrypto() !== undefined
    },
    identify: () => ({ token: '', id: base64url(crypto.getRandomValues(new Uint8Array(16))) }),
    find(value) {
      if (spillTo && isToken(value)) return spillTo.find(value)
      return andThen(opened.get(value) ?? open(value), (kept) => {
        if (!kept) return null
        return andThen(revokedAt(kept), (revoked) => (revoked > 0 ? foundEnded(revoked) : current(kept)))
      })
    },
    reload(kept) {
      if (spillTo && kept.token !== undefined) return spillTo.reload(kept)
      return andThen(current(kept), (found) => (found === 'ended' ? null : found))
    },
    create: ({ id }, state) => ({ id, version: 1, state, token: undefined, stale: false }),
    save(kept, state) {
      if (spillTo && kept.token !== undefined) return spillTo.save(kept, state)
      return ifCurrent(kept, () => remember({ ...kept, version: kept.version + 1, state, stale: false }))
    },
    touch(kept, expiresAt) {
      if (spillTo && kept.token !== undefined) return spillTo.touch(kept, expiresAt)
      const touched = ifCurrent(kept, () => remember({ ...kept, state: { ...kept.state, expiresAt }, stale: false }))
      return andThen(touched, (result) => (result === 'conflict' ? kept : result))
    },
    remove(kept, onlyThisVersion) {
      if (spillTo && kept.token !== undefined) return spillTo.remove(kept, onlyThisVersion)
      const last = latest.get(kept.id)
      if (last && 'endedAt' in last) return 'gone'
      if (last && isNewer(last, kept)) {
        if (onlyThisVersion) return 'conflict'
        if (spillTo && last.token !== undefined) return spillTo.remove(last, false)
      }
      const ended: Ended = { endedAt: now() }
      latest.set(kept.id, ended, endedWeight)
      const revoke = (): Awaitable<'ok' | 'gone'> =>
        andThen(revokedAt(kept), (at) => (at > 0 ? 'gone' : andThen(revocations?.revoke(kept.id, kept.state.endsAt), () => 'ok')))
      // Known here alone it would be no end: it must be possible to end it again.
      return orElse(revoke, (error) => {
        if (last) remember(last)
        else latest.delete(kept.id)
        throw error
      })
    },
    async cookieValue(kept) {
      if (kept.token !== undefined) return kept.token
      const known = sealed.get(kept.state)
      if (known !== undefined) return known
      const [key] = await format.keys()
      if (!key) throw new TypeError('session: there is no key to seal with')
      const at = now()
      const ttl = format.expires ? Math.max(1, kept.state.expiresAt - at) : 0
      const options = { ...defaults, ttl, localtimeOffsetMsec: at - Date.now(), encode: String }
      const value = (await seal(format.encode(kept), { ...key }, options)) + format.suffix
      opened.set(value, { ...kept, stale: false }, value.length)
      sealed.set(kept.state, value)
      return value
    },
    discard(kept) {
      if (latest.get(kept.id) === kept) latest.delete(kept.id)
    },
    ...(spillTo && {
      async spill(kept: Kept) {
        const moved = await spillTo.create(await spillTo.identify(), kept.state)
        latest.set(kept.id, { ...moved, version: kept.version + 1 }, endedWeight)
        return moved
      },
    }),
    sweep: (at) => spillTo?.sweep(at),
  }
}

function isNewer(one: Kept, other: Kept): boolean {
  return one.version > other.version || (one.version === other.version && one.state.expiresAt > other.state.expiresAt)
}

import type { Keyring } from '@gangway/keyring'
import { andThen, type Awaitable } from './awaitable.ts'
import { isJsonObject, type Json } from './json.ts'
import type { Opened, SealKey } from './open-seal.ts'
import { packState, unpackState, type SessionState } from './session-state.ts'

/** A session that is kept in a seal. */
export interface SealedSession {
  readonly id: string
  readonly version: number
  readonly state: SessionState
  /** Whether it should be sealed anew, in our own words or with the newest key. */
  readonly stale: boolean
}

/** What stands in a seal, and with which keys it is made. */
export interface SealFormat {
  /** The keys, newest first. */
  keys(): Awaitable<readonly SealKey[]>
  encode(session: Omit<SealedSession, 'stale'>): string
  /** The session of what was in a seal, or null when it is none. */
  decode(opened: Opened, now: number): SealedSession | null
  /** Whether the seal itself says when it expires. */
  readonly expires: boolean
  /** What follows the seal in the cookie. */
  readonly suffix: string
}

/** Our own format: a list as short as may be, keys from a keyring. */
export function sealFormat(ring: Keyring, purpose: string): SealFormat {
  const keys = (): Awaitable<readonly SealKey[]> => {
    const sealKeys = andThen(ring.keysFor(purpose), (all) =>
      all.map(({ id, encryption, signing }) => ({ id, encryption, integrity: signing })),
    )
    return sealKeys
  }
  return {
    keys,
    encode: ({ id, version, state }) => JSON.stringify([packState(state), id, version, state.owner, state.expiresAt]),
    decode: ({ text }) => unpackSession(parse(text)),
    expires: false,
    suffix: '',
  }
}

/** A session of `[state, id, version, owner, expiresAt]`. */
export function unpackSession(packed: Json | undefined): SealedSession | null {
  if (!Array.isArray(packed)) return null
  const [packedState, id, version, owner, expiresAt]: readonly (Json | undefined)[] = packed
  if (typeof id !== 'string' || typeof version !== 'number' || typeof expiresAt !== 'number') return null
  const state = unpackState(packedState, typeof owner === 'string' ? owner : null, expiresAt)
  return state && { id, version, state, stale: false }
}

/** JSON, or null where it is none: a seal tells who made it, not what he put into it. */
export function parse(text: string): Json {
  try {
    const json: Json = JSON.parse(text)
    return Array.isArray(json) || isJsonObject(json) ? json : null
  } catch {
    return null
  }
}

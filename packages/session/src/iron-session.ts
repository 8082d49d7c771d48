// iron-session 8: seals made with passwords, a plain object in them, a version after them
import { isJsonObject, type Json } from './json.ts'
import type { SealKey } from './open-seal.ts'
import { parse, unpackSession, type SealedSession, type SealFormat } from './seal-format.ts'
import { packState, type SessionState } from './session-state.ts'
import { base64url } from './token.ts'

/** What must be known to share cookies with iron-session. */
export interface IronSessionOptions {
  /** The password, or several by number, as iron-session has them: the highest number seals. At least 32 characters each. */
  password: string | Readonly<Record<string, string>>
}

const ours = '$session'

/**
 * Reads and writes the cookies of iron-session; what it does not know of a session is kept in one more property.
 * @throws {TypeError} when a password is missing or shorter than 32 characters.
 */
export function ironSession({ password }: IronSessionOptions): SealFormat {
  const keys = keysOf(typeof password === 'string' ? { 1: password } : password)
  return {
    keys: () => keys,
    encode({ id, version, state }) {
      // The values have their place beside it.
      const [format, ...rest] = packState(state)
      const packed = [[format, ...rest.slice(0, -1), {}], id, version, state.owner, state.expiresAt]
      return JSON.stringify({ ...Object.fromEntries(state.values), [ours]: packed })
    },
    decode({ text, expiration }, now) {
      const data = parse(text)
      if (!isJsonObject(data)) return null
      const values = new Map(Object.entries(data))
      const known = unpackSession(data[ours])
      values.delete(ours)
      return known ? { ...known, state: { ...known.state, values } } : adopted(values, expiration, now)
    },
    expires: true,
    suffix: '~2',
  }
}

// Sealed by iron-session itself: it ends when that seal ends, until a user signs in.
function adopted(values: ReadonlyMap<string, Json>, expiration: number, now: number): SealedSession {
  const endsAt = expiration || now
  const state: SessionState = { values, owner: null, createdAt: now, endsAt, idle: 0, remembered: true, expiresAt: endsAt }
  return { id: base64url(crypto.getRandomValues(new Uint8Array(16))), version: 1, state, stale: true }
}

function keysOf(passwords: Readonly<Record<string, string>>): readonly SealKey[] {
  const entries = Object.entries(passwords).toSorted(([a], [b]) => Number(b) - Number(a))
  if (entries.length === 0) throw new TypeError('session: iron-session needs a password')
  return entries.map(([id, password]) => {
    if (!/^\d+$/.test(id)) throw new TypeError(`session: the passwords of iron-session have numbers, not ${JSON.stringify(id)}`)
    if (typeof password !== 'string' || password.length < 32)
      throw new TypeError('session: a password of iron-session has at least 32 characters')
    return { id, encryption: password, integrity: password }
  })
}

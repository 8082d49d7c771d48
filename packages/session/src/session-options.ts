import { keyring, type Keyring, type Secret } from '@gangway/keyring'
import type { Keeper } from './keeper.ts'
import type { OnConflict } from './merge.ts'
import type { RevocationList } from './revocation-list.ts'
import { sealFormat, type SealFormat } from './seal-format.ts'
import { sealedKeeper } from './sealed-keeper.ts'
import { sessionCookie, type CookieOptions } from './session-cookie.ts'
import { checkSpan } from './session-state.ts'
import { longestWait } from './session-store-error.ts'
import type { SessionStore } from './session-store.ts'
import type { Settings } from './settings.ts'
import type { StandardSchema } from './standard-schema.ts'
import { storedKeeper } from './stored-keeper.ts'

/** Options of `session`. Either `secrets` (or `seals`), then the cookie holds the session, or `store`, then the store does. */
export interface SessionOptions<Data extends object = Record<string, unknown>, Name extends string = 'session'> {
  /** Secrets that seal the cookie, newest first, or a keyring; older ones still open it. At least 32 bytes each. */
  secrets?: string | undefined | readonly Secret[] | Keyring
  /** Where the session is kept. Default: sealed in the cookie. */
  store?: SessionStore
  /** The session's key on the context, and the cookie's name; one for each session of a stack. Default: `session`. */
  name?: Name
  /** How the cookie is set. */
  cookie?: CookieOptions
  /** Seconds of inactivity after which a session ends. Default: `1800`. */
  idleTimeout?: number
  /** Seconds after sign-in, or after the session began, at which it ends whatever happens. Default: `86400`. */
  absoluteTimeout?: number
  /** Seconds for which activity is not noted again; by so much may a session end early. Default: a sixtieth of `idleTimeout`. */
  touchAfter?: number
  /** Whether the browser keeps the cookie when it is closed, where the application does not say. Default: `false`. */
  remember?: boolean
  /** Reads the session of each request before the application runs, so that it need not be awaited. Default: `false`, it is read when it is touched. */
  preload?: boolean
  /** What the data must be; what is kept and does not fit is logged, and is no session. Default: anything. */
  schema?: StandardSchema<Data>
  /** Who wins where two requests change the same key at once. Default: `mine`, the one that is written last. */
  onConflict?: OnConflict
  /** Whether a request is answered 503 or goes on without a session when the store does not answer. Writing always fails. Default: `fail`. */
  onStoreError?: 'fail' | 'anonymous'
  /** Seconds for which a store is waited for; then it counts as one that does not answer. Default: `5`. */
  storeTimeout?: number
  /** Whether changes are kept when the response has a status of 500 to 599. Default: `false`. */
  saveOnError?: boolean
  /** What becomes of a session that does not fit into a cookie: an error, several cookies (3 at most), or a store. Default: `throw`. */
  oversize?: 'throw' | 'chunk' | { readonly spill: SessionStore }
  /** Sealed sessions that have ended before their time. Default: only this process remembers. */
  revocations?: RevocationList
  /** Another format of seals than our own, with keys of its own, instead of `secrets`: `ironSession(options)`. */
  seals?: SealFormat
  /** Bytes of cookies whose contents are remembered, so that they need not be unsealed again. Default: `4194304`. */
  cacheSize?: number
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

/**
 * The options, checked.
 * @throws {TypeError} when one is wrong.
 */
export function settingsFrom<Data extends object, Name extends string>(options: SessionOptions<Data, Name>): Settings {
  const {
    name = 'session',
    idleTimeout = 1800,
    absoluteTimeout = 86_400,
    touchAfter = idleTimeout / 60,
    now = Date.now,
    oversize = 'throw',
  } = options
  const { remember = false, onConflict = 'mine', onStoreError = 'fail', saveOnError = false, schema } = options
  if (!/^[A-Za-z]\w*$/.test(name)) throw new TypeError('session: name is a word, the key on the context')
  const spans = { idleTimeout, absoluteTimeout, storeTimeout: options.storeTimeout ?? 1 }
  for (const [span, seconds] of Object.entries(spans)) checkSpan(`${span} is`, seconds)
  if (!(touchAfter >= 0 && touchAfter < idleTimeout))
    throw new TypeError('session: touchAfter is a number of seconds from 0 to below idleTimeout')
  checkChoice('onStoreError', onStoreError, ['fail', 'anonymous'])
  if (typeof onConflict !== 'function') checkChoice('onConflict', onConflict, ['mine', 'theirs', 'error'])
  if (typeof oversize !== 'object') checkChoice('oversize', oversize, ['throw', 'chunk'])
  return {
    keeper: keeperFrom(options, name === 'session' ? name : `session ${name}`, now),
    cookie: sessionCookie(options.cookie ?? {}, name),
    chunks: oversize === 'chunk',
    now,
    idleTimeout: idleTimeout * 1000,
    absoluteTimeout: absoluteTimeout * 1000,
    touchAfter: touchAfter * 1000,
    remember,
    onConflict,
    onStoreError,
    saveOnError,
    schema,
  }
}

function keeperFrom<Data extends object, Name extends string>(
  options: SessionOptions<Data, Name>,
  purpose: string,
  now: () => number,
): Keeper {
  const { store, storeTimeout = longestWait / 1000, oversize, revocations, cacheSize = 4_194_304 } = options
  const kept = { purpose, now, wait: storeTimeout * 1000 }
  if (store) {
    for (const option of ['secrets', 'seals', 'oversize', 'revocations', 'cacheSize'] as const) {
      if (options[option] !== undefined)
        throw new TypeError(`session: ${option} is for sessions sealed in cookies, and these are kept in a store`)
    }
    return storedKeeper(store, kept)
  }
  if (!(cacheSize >= 0)) throw new TypeError('session: cacheSize is a number of bytes')
  const spillTo = typeof oversize === 'object' ? storedKeeper(oversize.spill, kept) : undefined
  return sealedKeeper({ format: formatFrom(options, purpose), now, revocations, spillTo, remembered: cacheSize })
}

function formatFrom<Data extends object, Name extends string>({ secrets, seals }: SessionOptions<Data, Name>, purpose: string): SealFormat {
  if (!seals) return sealFormat(isKeyring(secrets) ? secrets : keyring(secrets), purpose)
  if (secrets !== undefined) throw new TypeError('session: seals have keys of their own instead of secrets')
  return seals
}

function isKeyring(secrets: string | undefined | readonly Secret[] | Keyring): secrets is Keyring {
  return typeof secrets === 'object' && 'keysFor' in secrets
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw new TypeError(`session: ${name} is one of ${choices.join(', ')}, not ${JSON.stringify(value)}`)
}

/** What a login form needs of a session; that of `@gangway/session` has it. */
export interface LoginSession {
  load(): Promise<unknown>
  get(key: string): unknown
  set(key: string, value: unknown): void
  delete(key: string): boolean
  readonly id: string
  readonly ownerId: string | null
  /** Makes the session a user's, and gives it a new id. */
  owner(userId: string): void
  regenerate(): void
  destroy(): void
  remember(on?: boolean): void
}

/** What a login form needs on the context. */
export interface WithSession {
  readonly session: LoginSession
}

/** Who signed in, as the session keeps it. */
export interface LoginRecord {
  /** The user's stamp at that time; `''` for none. */
  readonly stamp: string
  /** Seconds since 1970. */
  readonly time: number
  /** The id of who has proved only the first factor. */
  readonly pending?: string
  /** Whether the browser is to keep the cookie. */
  readonly remember?: boolean
}

// Not likely to be a key of the application's own.
const key = 'gangway:auth'

export function readLogin(session: LoginSession): LoginRecord | null {
  const value = session.get(key)
  return isRecord(value) ? value : null
}

export function writeLogin(session: LoginSession, record: LoginRecord): void {
  session.set(key, { ...record })
}

export function deleteLogin(session: LoginSession): void {
  session.delete(key)
}

function isRecord(value: unknown): value is LoginRecord {
  return typeof value === 'object' && value !== null && 'stamp' in value && 'time' in value && typeof value.time === 'number'
}

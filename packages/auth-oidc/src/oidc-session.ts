/** What is needed of a session; that of `@gangway/session` has it. */
export interface OidcSession {
  load(): Promise<unknown>
  get(key: string): unknown
  set(key: string, value: unknown): void
  readonly ownerId: string | null
  /** Makes the session a user's, and gives it a new id. */
  owner(userId: string): void
  destroy(): void
}

/** What is needed on the context. */
export interface WithSession {
  readonly session: OidcSession
}

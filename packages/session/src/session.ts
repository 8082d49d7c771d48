/** One client's session, as a request sees it. It is read when it is first touched, and written with the response when something changed. */
export interface Session<Data extends object = Record<string, unknown>> {
  /** Reads the session, where the store answers later: before the other members are used. Resolves to the session itself. */
  load(): Promise<this>
  /** The value of a key. An object may be changed in place: that is noticed. */
  get<Key extends keyof Data & string>(key: Key): Data[Key] | undefined
  /**
   * Sets the value of a key: JSON, Date, Map, Set, bigint and undefined, nested at will.
   * @throws {SessionDataError} when it holds anything else, and says where.
   */
  set<Key extends keyof Data & string>(key: Key, value: Data[Key]): void
  has(key: keyof Data & string): boolean
  /** Deletes a key, and tells whether it was there. */
  delete(key: keyof Data & string): boolean
  entries(): IterableIterator<[keyof Data & string, Data[keyof Data & string]]>
  /** With a value: leaves it for a later request. Without: takes what an earlier request left, once. */
  flash(name: string, ...value: [value?: unknown]): unknown
  /** Names the session in logs, in lists of sessions and in tokens derived from it; it opens nothing. */
  readonly id: string
  /** Whether there was no session when the request came. */
  readonly isNew: boolean
  /** The user who signed in, or null. */
  readonly ownerId: string | null
  /** Signs a user in: the session becomes that user's and gets a new id, and its time begins anew. */
  owner(userId: string): void
  /** Gives the session a new id; the old one is dead, the data stays. */
  regenerate(): void
  /** Ends the session. What is set afterwards begins a new one. */
  destroy(): void
  /** Ends the session this many seconds from now, whatever happens until then; the timeouts of the options no longer count. */
  expiresIn(seconds: number): void
  /** Whether the browser keeps the cookie when it is closed. */
  remember(on?: boolean): void
  /** After the response: whether another request had ended the session meanwhile, so that the changes of this one were not kept. */
  readonly interrupted: boolean
}

/** What can be noted about a request. */
export type Note = string | number | boolean | null

/** The line that a request will have in the log. */
export interface LogEntry {
  /** Names the request in this log, for error pages and the logs of others; made when first read. */
  readonly id: string
  /** Who asked. Default: the user whom the front server authenticated. */
  user: string | undefined
  /** Adds a value to the line: under `notes` in JSON, as `%{name}n` in Apache's formats. */
  note(name: string, value: Note): void
}

/** The line of one request. */
export class RequestEntry implements LogEntry {
  user: string | undefined
  readonly #notes = new Map<string, Note>()
  #id: string | undefined

  constructor(user: string | undefined, id: string | undefined) {
    this.user = user
    this.#id = id
  }

  get id(): string {
    return (this.#id ??= randomId())
  }

  get notes(): ReadonlyMap<string, Note> {
    return this.#notes
  }

  note(name: string, value: Note): void {
    this.#notes.set(name, value)
  }
}

// It names, and opens nothing: no more is asked of it than to be another one each time.
function randomId(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0')
  return part() + part()
}

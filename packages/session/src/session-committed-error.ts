/** A change to a session whose response has left already; the message names the line. */
export class SessionCommittedError extends Error {
  override readonly name = 'SessionCommittedError'

  /** `caller` is the function of the session that was called. */
  constructor(what: string, caller: Function) {
    super(`session: ${what} after the head of the response was sent`)
    Error.captureStackTrace?.(this, caller)
    const line = /^\s+at (?:.*\()?(.+?:\d+:\d+)\)?$/m.exec(this.stack ?? '')?.[1]
    if (line === undefined) return
    const message = this.message
    this.message = `${message}, at ${line}`
    this.stack = this.stack?.replace(message, this.message) ?? ''
  }
}

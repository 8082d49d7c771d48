/** An error's stack with its causes, anything else as text; never throws. */
export function describe(thrown: unknown, depth = 0): string {
  try {
    if (typeof thrown !== 'object' || thrown === null) return String(thrown)
    if (!('stack' in thrown)) return JSON.stringify(thrown)
    const text = typeof thrown.stack === 'string' ? thrown.stack : Error.prototype.toString.call(thrown)
    const cause = 'cause' in thrown && depth < 5 ? `\ncaused by ${describe(thrown.cause, depth + 1)}` : ''
    return text + cause
  } catch {
    // What refuses to be read must not hide that it was thrown.
    return 'something that cannot be written'
  }
}

import type { Arrival } from './find-session.ts'
import type { Kept } from './keeper.ts'
import type { Settings } from './settings.ts'

/** A session that does not fit into its cookie. */
export class SessionTooLargeError extends Error {
  override readonly name = 'SessionTooLargeError'
}

/** Whether the client must be told of a session, which was something else before the request or was not. */
export function isCookieDue(kept: Kept, before: Kept | null, { value }: Arrival): boolean {
  if (!before || kept.stale) return true
  if (kept.token === undefined) return kept !== before
  const { remembered, expiresAt } = kept.state
  return kept.token !== value || remembered !== before.state.remembered || (remembered && expiresAt !== before.state.expiresAt)
}

/**
 * The `Set-Cookie` values for a session.
 * @throws {SessionTooLargeError} when it does not fit, and the options know no other place for it.
 */
export async function cookiesFor(kept: Kept, { secure, names }: Arrival, { keeper, cookie, chunks, now }: Settings): Promise<string[]> {
  const { remembered, expiresAt } = kept.state
  // Rounded down: the server is never asked for a session that it has forgotten.
  const maxAge = remembered ? Math.max(1, Math.floor((expiresAt - now()) / 1000)) : undefined
  const value = await keeper.cookieValue(kept)
  const lines = cookie.set(value, { secure, maxAge, present: names, chunks })
  if (lines) return lines
  const moved = await keeper.spill?.(kept)
  const token = moved && cookie.set(await keeper.cookieValue(moved), { secure, maxAge, present: names, chunks: false })
  if (token) return token
  keeper.discard?.(kept)
  throw new SessionTooLargeError(
    `session: the cookie would have ${value.length} characters, too many; the largest of it: ${largestKeys(kept)}`,
  )
}

function largestKeys({ state }: Kept): string {
  const sizes = [...state.values].map(([key, json]) => ({ key, size: JSON.stringify(json).length }))
  const largest = sizes.toSorted((a, b) => b.size - a.size).slice(0, 3)
  return largest.map(({ key, size }) => `${key} (${size})`).join(', ')
}

import type { Awaitable } from './awaitable.ts'

/** A store that cannot be asked; the cause says why. */
export class SessionStoreError extends Error {
  override readonly name = 'SessionStoreError'
  /** The client is told to come again. */
  readonly status = 503
}

/** Asks a store; whatever way its client fails, the request is told that it does not answer. */
export function askStore<Answer>(question: () => Awaitable<Answer>): Awaitable<Answer> {
  try {
    const answer = question()
    return answer instanceof Promise ? answer.catch(fail) : answer
  } catch (error) {
    return fail(error)
  }
}

function fail(cause: unknown): never {
  throw new SessionStoreError('session: the store does not answer', { cause })
}

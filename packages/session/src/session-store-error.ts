import { orElse, type Awaitable } from './awaitable.ts'

/** A store that cannot be asked; the cause says why. */
export class SessionStoreError extends Error {
  override readonly name = 'SessionStoreError'
  /** The client is told to come again. */
  readonly status = 503
}

/** Milliseconds for which a store is waited for where nothing else is said. */
export const longestWait = 5000

/** Asks a store; whatever way its client fails, and when it says nothing for `wait` milliseconds, the request is told that it does not answer. */
export function askStore<Answer>(question: () => Awaitable<Answer>, wait: number = longestWait): Awaitable<Answer> {
  return orElse(() => {
    const answer = question()
    return answer instanceof Promise ? inTime(answer, wait) : answer
  }, fail)
}

// Clients queue what they are asked while they connect again, some for ever.
function inTime<Answer>(answer: Promise<Answer>, wait: number): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => reject(new Error(`it said nothing for ${wait} ms`)), wait)
  const settled = (): void => clearTimeout(timer)
  answer.then(resolve, reject).then(settled, settled)
  return promise
}

function fail(cause: unknown): never {
  throw new SessionStoreError('session: the store does not answer', { cause })
}

import { bodyOf, withBody, withHeaders, type BodySource, type Context } from '@gangway/gateway'

type Chunk = Uint8Array | string
type Streamed = Extract<BodySource, AsyncIterable<Chunk>>

// A browser that has not begun to show a page when its connection breaks shows nothing of it.
const patience = 500

/** What is done about a body that breaks off. */
export interface BodyWatch {
  /** Runs each step of the body. */
  step<Result>(run: () => Result): Result
  /** Called when a step fails, and gives what is still to be sent. */
  onBroken(error: unknown): Promise<string | undefined>
  /** Called when the body has ended, failed, or will not be read to its end. */
  onOver(): void
}

/** The body of a response, where it is yet to be made and could fail under our eyes. */
export function streamedBody(response: Response, { gateway }: Context): Streamed | undefined {
  const source = bodyOf(response)
  if (!isIterable(source)) return undefined
  if (!('getReader' in source)) return source
  // One that is being read is the gateway's to refuse; the streams of a platform are sent by the platform, which is good at it.
  return source.locked || gateway.protocol === 'fetch' ? undefined : source
}

/** The same response with a body whose failure is noticed. */
export function withWatchedBody(response: Response, source: Streamed, watch: BodyWatch): Response {
  const length = response.headers.get('content-length')
  const watched = withBody(response, new WatchedBody(source, watch))
  return length === null ? watched : withHeaders(watched, (headers) => headers.set('content-length', length))
}

function isIterable(source: BodySource): source is Streamed {
  return typeof source === 'object' && source !== null && Symbol.asyncIterator in source
}

class WatchedBody implements AsyncIterable<Chunk> {
  readonly #source: Streamed
  readonly #watch: BodyWatch
  #isBegun = false

  constructor(source: Streamed, watch: BodyWatch) {
    this.#source = source
    this.#watch = watch
  }

  [Symbol.asyncIterator](): AsyncIterator<Chunk> {
    const steps = stepsOf(this.#source)
    // A generator can be read once; the gateway says so of what it sees, which is this object.
    if (Object.is(steps, this.#source) && this.#isBegun) throw new TypeError('gateway: the body was already read')
    this.#isBegun = true
    return watchedSteps(steps, this.#watch)
  }
}

// The iterator of a stream keeps who returns it waiting for the read under way, which may have no end.
function stepsOf(source: Streamed): AsyncIterator<Chunk> {
  if (!('getReader' in source)) return source[Symbol.asyncIterator]()
  const reader = source.getReader()
  return {
    next: () => reader.read(),
    async return(reason?: unknown) {
      await reader.cancel(reason)
      return { done: true, value: undefined }
    },
  }
}

function watchedSteps(steps: AsyncIterator<Chunk>, watch: BodyWatch): AsyncIterator<Chunk> {
  let failure: { readonly error: unknown } | undefined
  return {
    async next() {
      if (failure) {
        await new Promise((resolve) => setTimeout(resolve, patience))
        throw failure.error
      }
      try {
        const step = await watch.step(() => steps.next())
        if (step.done) watch.onOver()
        return step
      } catch (error) {
        failure = { error }
        watch.onOver()
        const last = await watch.onBroken(error)
        if (last === undefined) throw error
        return { done: false, value: last }
      }
    },
    async return(reason?: unknown) {
      watch.onOver()
      await steps.return?.(reason)
      return { done: true, value: undefined }
    },
  }
}

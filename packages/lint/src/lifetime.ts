import type { Completion } from '@gangway/gateway'
import { isPromise, read } from './read.ts'

const undecided = Symbol('undecided')

/** When one exchange ends, asked of the gateway only once a rule needs to know. */
export class Lifetime {
  readonly #context: object
  #outcome: Completion['outcome'] | undefined
  #isWatched = false
  #works = 0

  constructor(context: object) {
    this.#context = context
  }

  /** How the exchange ended, as far as that is known to who watches. */
  get outcome(): Completion['outcome'] | undefined {
    return this.#outcome
  }

  /** Whether work that was handed to `waitUntil` is still under way. */
  get isWorking(): boolean {
    return this.#works > 0
  }

  /** Begins to watch the exchange; the callback comes when it has ended. */
  watch(callback?: (outcome: Completion['outcome']) => void): void {
    if (this.#isWatched && !callback) return
    this.#isWatched = true
    this.#completed()?.then(
      (completion) => {
        this.#outcome = outcomeOf(completion)
        callback?.(this.#outcome)
      },
      () => undefined, // A rule of its own says that it never rejects.
    )
  }

  /** Whether the response was sent at the time of this call, also when nobody watched until then. */
  async isSent(): Promise<boolean> {
    if (this.#isWatched) return this.#outcome === 'sent'
    this.watch()
    const completed = this.#completed()
    if (!completed) return false
    const first: unknown = await Promise.race([completed, Promise.resolve(undecided)]).catch(() => undecided)
    return first !== undecided && outcomeOf(first) === 'sent'
  }

  /** Counts work that the server waits for: what it does still belongs to the exchange. */
  work(promise: PromiseLike<unknown>): void {
    this.#works++
    const done = () => void this.#works--
    Promise.resolve(promise).then(done, done)
  }

  #completed(): PromiseLike<unknown> | undefined {
    const completed = read(this.#context, 'completed')
    return isPromise(completed) ? completed : undefined
  }
}

function outcomeOf(completion: unknown): Completion['outcome'] {
  const outcome = read(completion, 'outcome')
  return outcome === 'aborted' || outcome === 'failed' ? outcome : 'sent'
}

import type { AsyncLocalStorage } from 'node:async_hooks'
import { nodeModule } from '../node.ts'
import type { Capture } from './capture.ts'
import { DebuggerSession, whyUnavailable, type Stops } from './debugger-session.ts'
import { PauseBudget } from './pause-budget.ts'
import type { Paused } from './paused.ts'
import { takeCapture } from './take-capture.ts'

/** One request, or another stretch of work, whose throws are looked at. */
export interface Visit {
  /** How many throws were looked at. */
  pauses: number
  /** Ends the hold that it has on the watch. */
  end: (() => void) | undefined
  /** What was thrown that is no object, the latest last. */
  readonly primitives: { readonly thrown: unknown; readonly depth: number; readonly capture: Capture }[]
}

const mostPauses = 20

/** Looks at the variables when something is thrown within a visit, while somebody holds it; one for the whole thread. */
class Watch {
  readonly #captures = new WeakMap<object, Capture>()
  readonly #uncaught: Visit = newVisit()
  #storage: AsyncLocalStorage<Visit> | undefined
  #session: DebuggerSession | undefined
  #why: string | undefined
  #all = 0
  #atUncaught = 0
  #budget = new PauseBudget(0.5)
  #rest: ReturnType<typeof setTimeout> | undefined
  #state: Stops = 'none'

  /** Why there are no values, once that was tried. */
  get why(): string | undefined {
    return this.#why
  }

  /** From now on throws within visits are looked at, at a cost for each throw of the process; `share` of the time at most. */
  hold(share: number): void {
    this.#all++
    if (this.#all === 1) this.#budget = new PauseBudget(share)
    this.#update()
  }

  /** The end of a `hold`. Without `isOver` the debugger stays ready for the next. */
  release(isOver: boolean): void {
    this.#all--
    this.#update()
    if (isOver && this.#all === 0 && this.#atUncaught === 0) this.#close()
  }

  /** From now on throws that nobody catches are looked at; others cost nothing. */
  holdUncaught(): void {
    this.#atUncaught++
    this.#update()
  }

  releaseUncaught(): void {
    this.#atUncaught--
    this.#update()
    if (this.#all === 0 && this.#atUncaught === 0) this.#close()
  }

  /** Runs something within a visit. */
  within<Result>(visit: Visit, run: () => Result): Result {
    const { AsyncLocalStorage: Storage } = nodeModule('node:async_hooks') ?? {}
    this.#storage ??= Storage && new Storage<Visit>()
    return this.#storage ? this.#storage.run(visit, run) : run()
  }

  /** What was captured when this was thrown; of a primitive value, when it was thrown last. */
  captureOf(thrown: unknown, visit: Visit | undefined): Capture | undefined {
    if (isObject(thrown)) return this.#captures.get(thrown)
    const primitives = [...(visit?.primitives ?? []), ...(visit ? [] : this.#uncaught.primitives)]
    return primitives.findLast((each) => Object.is(each.thrown, thrown))?.capture
  }

  #update(): void {
    const wanted: Stops = this.#rest !== undefined ? 'none' : this.#all > 0 ? 'all' : this.#atUncaught > 0 ? 'uncaught' : 'none'
    if (wanted === this.#state || (wanted !== 'none' && !this.#open())) return
    this.#state = wanted
    this.#session?.stopAt(wanted)
  }

  #open(): boolean {
    this.#why = whyUnavailable()
    if (this.#why !== undefined) {
      this.#close()
      return false
    }
    try {
      this.#session ??= new DebuggerSession((paused) => this.#paused(paused))
    } catch (error) {
      this.#why = `the inspector is denied (${error instanceof Error ? error.message : 'for an unknown reason'})`
    }
    return this.#session !== undefined
  }

  #close(): void {
    this.#state = 'none'
    this.#session?.close()
    this.#session = undefined
  }

  // On the stack that throws; what is thrown in here would be lost.
  #paused(paused: Paused): void {
    const session = this.#session
    if (!session || (paused.reason !== 'exception' && paused.reason !== 'promiseRejection')) return
    const begun = performance.now()
    try {
      this.#look(session, paused)
    } catch (error) {
      this.#why = `they could not be read (${error instanceof Error ? error.message : 'for an unknown reason'})`
    }
    const now = performance.now()
    const rest = this.#budget.spend(now - begun, now)
    if (rest > 0) this.#restFor(rest)
  }

  #look(session: DebuggerSession, paused: Paused): void {
    const visit = this.#storage?.getStore() ?? (isUncaught(paused) && this.#atUncaught > 0 ? this.#uncaught : undefined)
    if (!visit || visit.pauses >= mostPauses) return
    if (whyUnavailable() !== undefined) return this.#update() // a debugger was attached meanwhile
    try {
      const taken = takeCapture(session, paused, (thrown) => isObject(thrown) && this.#captures.has(thrown))
      if (!taken) return
      visit.pauses++
      if (isObject(taken.thrown)) this.#captures.set(taken.thrown, taken.capture)
      else notePrimitive(visit, { ...taken, depth: paused.callFrames.length })
    } finally {
      session.release()
    }
  }

  #restFor(milliseconds: number): void {
    this.#rest ??= setTimeout(() => {
      this.#rest = undefined
      this.#update()
    }, milliseconds).unref()
    this.#update()
  }
}

/** The one watch of this thread. */
export const watch: Watch = new Watch()

/** A visit that has just begun. */
export function newVisit(): Visit {
  return { pauses: 0, end: undefined, primitives: [] }
}

// The same value again from further out is most likely thrown again, by somebody who caught it: the first time is where it came from.
function notePrimitive({ primitives }: Visit, taken: Visit['primitives'][number]): void {
  const last = primitives.at(-1)
  if (!last || !Object.is(last.thrown, taken.thrown) || last.depth <= taken.depth) primitives.push(taken)
}

function isObject(thrown: unknown): thrown is object {
  return (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function'
}

function isUncaught({ data }: Paused): boolean {
  return typeof data === 'object' && data !== null && 'uncaught' in data && data.uncaught === true
}

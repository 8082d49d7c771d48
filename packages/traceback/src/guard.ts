import type { Application, Context } from '@gangway/gateway'
import type { Tracer } from './answering/tracer.ts'
import { AdaptiveArming } from './locals/adaptive.ts'
import { newVisit, watch, type Visit } from './locals/watch.ts'
import type { Settings } from './settings.ts'
import { streamedBody, withWatchedBody } from './watched-body.ts'

// In development, pauses may take half of the time.
const share = 0.5

/** Calls applications, and hands what they throw to the tracer. */
export class Guard {
  readonly #settings: Settings
  readonly #always: boolean
  readonly #adaptive: AdaptiveArming | undefined
  #tracer: Tracer | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#always = settings.locals === 'on'
    this.#adaptive = settings.locals === 'adaptive' ? new AdaptiveArming() : undefined
  }

  /** Whether variables are looked at when something is thrown. */
  get isWatching(): boolean {
    return this.#always || this.#adaptive?.isArmed === true
  }

  /** Calls the application with nothing but a try around it: all that a request without an error costs. */
  plain(app: Application, context: Context): Response | Promise<Response> {
    try {
      const result = app(context)
      if (!isPromise(result)) return this.#take(result, context)
      return result.then(
        (response) => this.#take(response, context),
        (error: unknown) => this.#answer(error, context),
      )
    } catch (error) {
      return this.#answer(error, context)
    }
  }

  /** Calls the application while the variables are looked at when something is thrown. */
  visited(app: Application, context: Context): Response | Promise<Response> {
    const visit = newVisit()
    if (this.#always) {
      visit.end = () => watch.release(false)
      watch.hold(share)
    }
    try {
      const result = watch.within(visit, () => app(context))
      if (!isPromise(result)) return this.#take(result, context, visit)
      return result.then(
        (response) => this.#take(response, context, visit),
        (error: unknown) => this.#answer(error, context, visit),
      )
    } catch (error) {
      return this.#answer(error, context, visit)
    }
  }

  #take(response: Response, context: Context, visit?: Visit): Response | Promise<Response> {
    if (!isResponse(response)) return this.#answer(notAResponse(response), context, visit)
    const body = streamedBody(response, context)
    if (body) return withWatchedBody(response, body, this.#bodyWatch(response, context, visit))
    endVisit(visit)
    return response
  }

  #bodyWatch(response: Response, context: Context, visit: Visit | undefined): Parameters<typeof withWatchedBody>[2] {
    return {
      step: (run) => (visit ? watch.within(visit, run) : run()),
      onBroken: async (error) => (await this.#load()).broken(error, { context, response, visit }),
      onOver: () => endVisit(visit),
    }
  }

  async #answer(error: unknown, context: Context, visit?: Visit): Promise<Response> {
    endVisit(visit)
    let tracer = this.#tracer
    try {
      tracer ??= await this.#load()
    } catch (failure) {
      context.log(failure)
      throw error // there are no files left to open: the gateway's own answer has to do
    }
    return tracer.answer(error, { context, visit })
  }

  // What tells of errors is loaded with the first of them.
  async #load(): Promise<Tracer> {
    const { Tracer } = await import('./answering/tracer.ts')
    return (this.#tracer ??= new Tracer(this.#settings, this.#adaptive))
  }
}

function endVisit(visit: Visit | undefined): void {
  if (!visit) return
  visit.end?.()
  visit.end = undefined
}

function isPromise(result: Response | Promise<Response>): result is Promise<Response> {
  return typeof result === 'object' && result !== null && 'then' in result
}

function isResponse(response: unknown): boolean {
  return typeof response === 'object' && response !== null && 'status' in response && 'headers' in response
}

function notAResponse(returned: unknown): TypeError {
  return new TypeError(`the application returned ${returned === null ? 'null' : typeof returned}, expected a Response`)
}

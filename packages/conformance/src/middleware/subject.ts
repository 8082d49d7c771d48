import { contextFor, type Application, type Context } from '@gangway/gateway'
import { lint, type Violation } from '@gangway/lint'
import type { Decode, Received } from './received.ts'
import { Visit, type CaseRequest, type Place } from './visit.ts'

/** A middleware without what it adds to the context, which no case knows. */
export type Layer = (app: Application) => Application

/** What is known of a middleware that is put to the test. */
export interface SubjectOptions {
  readonly place: Place
  readonly decode: Decode
  readonly isLinted: boolean
}

/** A middleware that is put to the test. */
export class Subject {
  /** What lint found around the middleware. */
  readonly violations: Violation[] = []
  readonly #layer: Layer
  readonly #options: SubjectOptions
  #calls = 0
  #lastStatus: number | undefined

  constructor(layer: Layer, options: SubjectOptions) {
    this.#layer = layer
    this.#options = options
  }

  /** How often the middleware called an application. */
  get calls(): number {
    return this.#calls
  }

  /** What the middleware answered last. */
  get lastStatus(): number | undefined {
    return this.#lastStatus
  }

  /** Puts the middleware around an application, as often as it is said. */
  wrap(app: Application, times: 1 | 2 = 1): Application {
    const counted: Application = (context) => {
      this.#calls++
      return app(context)
    }
    const once = this.#layer(this.#linted('inside', counted))
    return this.#linted('outside', times === 1 ? once : this.#layer(once))
  }

  /** Sends a request through an application as it is. */
  visit(wrapped: Application, request: CaseRequest = {}): Visit {
    return new Visit(wrapped, request, this.#options.place, this.#options.decode)
  }

  /** Sends a request through the middleware to an application. */
  async send(app: Application, request: CaseRequest = {}): Promise<Received> {
    const received = await this.visit(this.wrap(app), request).received
    this.#lastStatus = received.status
    return received
  }

  /** A context for an application that is called without a gateway. */
  context({ method = 'GET', headers, target }: CaseRequest = {}, signal?: AbortSignal): Context {
    const { url, headers: fields } = this.#options.place
    const init = { headers: { ...fields, ...headers }, log: () => {}, ...(signal && { signal }) }
    return contextFor(method, target === undefined ? url : new URL(target, url), init)
  }

  #linted(name: string, app: Application): Application {
    if (!this.#options.isLinted) return app
    return lint({ name, onViolation: (violation) => this.violations.push(violation) })(app)
  }
}

import { memberOf, type Unproven } from './unproven.ts'
import { Lifetime } from './lifetime.ts'
import { isText, read } from './read.ts'
import { findingOf, type Rule, type Severity } from './rule.ts'
import { reaches, violationOf, type Blame, type Violation } from './violation.ts'

/** One `lint()`. */
export interface Settings {
  readonly name: string | undefined
  readonly threshold: Severity
  readonly onViolation: (violation: Violation) => void
}

/** One `lint()` around one application, for all requests that pass it. */
export interface Observer extends Settings {
  /** The bodies its application was called with. */
  readonly bodies: WeakSet<object>
  /** The streams its application returned. */
  readonly sources: WeakSet<object>
}

interface Finding {
  readonly blame: Blame
  isReported: boolean
}

/** What the lints which one request passes know together. */
interface Exchange {
  /** The context that the outermost lint got. */
  readonly context: Unproven
  readonly lifetime: Lifetime
  readonly findings: Map<string, Finding>
}

/** How a context came from the one that the next lint outside handed to its inside. */
export type Provenance = 'first' | 'handed on' | 'copied' | 'replaced'

/** Where a lint got its context from. */
export interface Origin {
  readonly parent: Layer | undefined
  readonly provenance: Provenance
}

/** One request passing one lint. */
export class Layer {
  readonly context: Unproven
  readonly observer: Observer
  readonly parent: Layer | undefined
  readonly #exchange: Exchange
  readonly #depth: number
  #inner: Layer | undefined
  /** Whether the application inside has returned its response. */
  isReturned = false

  constructor(observer: Observer, context: Unproven, { parent, provenance }: Origin) {
    this.observer = observer
    this.context = context
    this.parent = parent
    this.#exchange =
      parent && provenance !== 'replaced' ? parent.#exchange : { context, lifetime: new Lifetime(context), findings: new Map() }
    this.#depth = parent ? parent.#depth + 1 : 1
    if (parent) parent.#inner = this
  }

  get name(): string {
    return this.observer.name ?? String(this.#depth)
  }

  get lifetime(): Lifetime {
    return this.#exchange.lifetime
  }

  /** Whether a lint of the same exchange saw something, further inside. */
  isAround(other: Layer): boolean {
    return other.#exchange === this.#exchange && other.#depth > this.#depth
  }

  /** To blame for what comes from outside. */
  outside(): Blame {
    return this.parent ? { party: 'middleware', outside: this.parent.name, inside: this.name } : { party: 'server', inside: this.name }
  }

  /** To blame for what comes from inside. */
  inside(): Blame {
    return this.#inner
      ? { party: 'middleware', outside: this.name, inside: this.#inner.name }
      : { party: 'application', outside: this.name }
  }

  /** To blame for what only a middleware does. */
  middlewareInside(): Blame {
    return { party: 'middleware', outside: this.name, ...(this.#inner && { inside: this.#inner.name }) }
  }

  /** To blame for a member of the context: the server, or the middleware that derived a context with another one. */
  giverOf(member: keyof Unproven, value: unknown): Blame {
    const isSame = (given: unknown): given is unknown => given === value
    const isPassedOn = this.parent && (this.parent.context === this.context || memberOf(this.parent.context, member, isSame) !== undefined)
    return this.parent && isPassedOn ? this.parent.giverOf(member, value) : this.outside()
  }

  /** To blame for what no middleware can derive. */
  server(): Blame {
    return this.parent && this.parent.#exchange === this.#exchange ? this.parent.server() : this.outside()
  }

  /** Reports each rule that is not kept; of one exchange each code is reported once, where it was found first. */
  check<Facts>(rules: readonly Rule<Facts>[], facts: Facts, blame: Blame): void {
    for (const rule of rules) {
      const found = findingOf(rule, facts)
      if (found !== undefined) this.#report(rule, found, blame)
    }
  }

  /** For what is found when nobody is there to throw to: an error goes to the log. */
  inBackground(check: () => void): void {
    try {
      check()
    } catch (error) {
      const log = read(this.context, 'log')
      if (typeof log === 'function') Reflect.apply(log, this.context, [error])
      else console.error(error)
    }
  }

  #report<Facts>(rule: Rule<Facts>, found: string, blame: Blame): void {
    const { findings } = this.#exchange
    const finding = findings.get(rule.code) ?? { blame, isReported: false }
    findings.set(rule.code, finding)
    if (finding.isReported || !reaches(rule.severity, this.observer.threshold)) return
    finding.isReported = true
    this.observer.onViolation(violationOf(rule, found, finding.blame, this.#request()))
  }

  #request(): string {
    const { context } = this.#exchange
    const [method, mount, path] = [
      memberOf(context, 'method', isText),
      memberOf(context, 'mount', isText),
      memberOf(context, 'path', isText),
    ]
    return method === undefined ? 'a request' : `${method} ${mount ?? ''}${path ?? ''}`
  }
}

import type { Application, Context, Middleware } from '@gangway/gateway'
import { arrivalOf } from './arrival.ts'
import { judge, judgeFailure } from './judge.ts'
import { Layer, type Observer, type Origin, type Settings } from './layer.ts'
import { behind, originOf, within } from './provenance.ts'
import { isObject, isPromise } from './read.ts'
import type { Severity } from './rule.ts'
import { arrivalRules } from './rules/arrival.ts'
import { callRules } from './rules/context-shape.ts'
import { memberOf } from './unproven.ts'
import { LintError, type Violation } from './violation.ts'
import { watchContext } from './watch-context.ts'

/** What `lint` reports, and to whom. */
export interface LintOptions {
  /** What blame calls this lint. Default: its number, `1` for the outermost. */
  name?: string
  /** Gets each violation; the request goes on when it returns. Default: throws a `LintError`, or logs it where nobody is there to throw to. */
  onViolation?: (violation: Violation) => void
  /** The least severity that is reported. Default: `'error'`. */
  severity?: Severity
}

/**
 * Checks that server, middleware and application around and inside it keep to the specification; at any layer, any number
 * of times. Nothing else about the exchange changes: what streams streams, and what nobody asked for is not made.
 */
export function lint(options: LintOptions = {}): Middleware {
  const settings = settingsFrom(options)
  return (app) => {
    if (typeof app !== 'function') throw new TypeError(`lint: an application is a function, not ${typeof app}`)
    const observer: Observer = { ...settings, bodies: new WeakSet(), sources: new WeakSet() }
    return function linted(given) {
      const context = behind(given)
      const layer = arrive(observer, context, originOf(given))
      return isObject(context) ? run(layer, context, app) : app(context)
    }
  }
}

function settingsFrom({ name, onViolation = throwIt, severity = 'error' }: LintOptions): Settings {
  if (name !== undefined && typeof name !== 'string') throw new TypeError('lint: name is a text')
  if (typeof onViolation !== 'function') throw new TypeError('lint: onViolation is a function')
  if (severity !== 'error' && severity !== 'warn') throw new TypeError("lint: severity is 'error' or 'warn'")
  return { name, threshold: severity, onViolation }
}

function throwIt(violation: Violation): never {
  throw new LintError(violation)
}

function arrive(observer: Observer, context: Context, origin: Origin): Layer {
  const layer = new Layer(observer, context, origin)
  layer.check(callRules, context, layer.outside())
  if (!isObject(context)) return layer
  const body = memberOf(context, 'body', isObject)
  const arrival = arrivalOf(context, origin.provenance, body !== undefined && observer.bodies.has(body))
  if (body) observer.bodies.add(body)
  for (const rules of arrivalRules) layer.check(rules, arrival, layer.outside())
  return layer
}

// A synchronous application stays synchronous.
function run(layer: Layer, context: Context, app: Application): Response | Promise<Response> {
  const watched = watchContext(layer, context, Reflect.ownKeys(context))
  let result: Response | Promise<Response>
  try {
    result = within(layer, () => app(watched))
  } catch (error) {
    judgeFailure(layer, error)
    throw error
  }
  if (!isPromise(result)) return judge(layer, result)
  return Promise.resolve(result).then(
    (response) => judge(layer, response),
    (error: unknown) => {
      judgeFailure(layer, error)
      throw error
    },
  )
}

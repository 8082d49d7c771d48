import { extend, type Application, type Context } from '@gangway/gateway'
import { allow, redirectTo, refuse, reportNotFound } from './answers.ts'
import type { Param, Params } from './params.ts'
import { addMount, addRoute, emptyTable, findTarget, methodsOf, type Match, type Refusals } from './tree.ts'

/** What a router does where no route is found. */
export interface RouterOptions<Added extends object = {}> {
  /**
   * What becomes of a path that is a route but for the slash at its end: `'redirect'` (308) to the route, `'ignore'` the difference, or be
   * `'strict'` and find nothing. Default: `'redirect'`.
   */
  trailingSlash?: 'redirect' | 'ignore' | 'strict'
  /** Answers where no pattern matches the path. Default: 404 with a line of text. */
  notFound?: Application<Added>
}

/** A `route()`, or what else has a pattern. */
type Named<Pattern extends string = string> = { readonly pattern: Pattern }

type Handler<Pattern extends string, Added extends object> = Application<Added & { readonly params: Params<Pattern> }>

/** An application that hands each request to the function for its method and path. */
export interface Router<Added extends object = {}> {
  (context: Context & Added): Response | Promise<Response>
  /** Answers GET; and HEAD, unless there is a route for it. */
  get<Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  post<Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  put<Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  patch<Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  delete<Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  /** Answers any other method, such as `'PROPFIND'`; methods are matched as they are written. */
  on<Pattern extends string>(method: string, pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  /** Answers every method that has no route of its own for the pattern. */
  any<Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added>
  /** Hands a path and all below it to an application, which sees it as its `mount`. Routes come first. */
  mount<Pattern extends string>(prefix: Pattern | Named<Pattern>, app: Handler<Pattern, Added>): Router<Added>
}

/**
 * An application made of routes. Nothing is matched by regular expressions, and no request is matched before it comes.
 * @throws {TypeError} when an option is wrong; each route when its pattern is none, or is there already.
 */
export function router<Added extends object = {}>(options: RouterOptions<Added> = {}): Router<Added> {
  const { trailingSlash, notFound } = checkOptions(options)
  const table = emptyTable()

  function dispatch(context: Context & Added): Response | Promise<Response> {
    const { method, path } = context
    if (method === 'OPTIONS' && context.target === '*') return allow(methodsOf(table))
    const refusals: Refusals = new Set()
    const match = findTarget(table, method, path, refusals)
    if (match) return run(match, context)
    const other = refusals.size > 0 || trailingSlash === 'strict' ? undefined : otherwiseEnded(context)
    const second = other === undefined ? undefined : findTarget(table, method, other, refusals)
    if (second && other !== undefined) return trailingSlash === 'ignore' ? run(second, context) : redirectTo(other, context)
    if (refusals.size === 0) return notFound(context)
    return method === 'OPTIONS' ? allow(refusals) : refuse(refusals)
  }

  const adding =
    (method: string | undefined) =>
    <Pattern extends string>(pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>): Router<Added> => {
      addRoute(table, method, textOf(pattern), checkHandler(pattern, controller))
      return routes
    }

  const routes: Router<Added> = Object.assign(dispatch, {
    get: adding('GET'),
    post: adding('POST'),
    put: adding('PUT'),
    patch: adding('PATCH'),
    delete: adding('DELETE'),
    any: adding(undefined),
    on<Pattern extends string>(method: string, pattern: Pattern | Named<Pattern>, controller: Handler<Pattern, Added>) {
      return adding(checkMethod(method))(pattern, controller)
    },
    mount<Pattern extends string>(prefix: Pattern | Named<Pattern>, app: Handler<Pattern, Added>) {
      addMount(table, textOf(prefix), checkHandler(prefix, app))
      return routes
    },
  })
  return routes
}

// Without its slash at the end, or with one; the empty path is one only below a mount.
function otherwiseEnded({ mount, path }: Context): string | undefined {
  if (!path.endsWith('/')) return `${path}/`
  return mount === '' && path === '/' ? undefined : path.slice(0, -1)
}

function run({ target, values, consumed }: Match, context: Context): Response | Promise<Response> {
  const { mount, path } = context
  const isMoved = consumed !== undefined && consumed !== ''
  const outer: unknown = 'params' in context ? context.params : undefined
  // A key that is on the context is not replaced there (LINT-351).
  const base = isMoved
    ? context.with({ mount: mount + consumed, path: path.slice(consumed.length) })
    : outer === undefined
      ? context
      : context.with({})
  return target.app(extend(base, { params: paramsOf(target.names, values, outer) }))
}

function paramsOf(names: readonly string[], values: readonly Param[], outer: unknown): Readonly<Record<string, Param>> {
  const params: Record<string, Param> = Object.assign({}, outer)
  for (const [index, value] of values.entries()) params[names[index] ?? ''] = value
  return params
}

function textOf(pattern: string | Named): string {
  return typeof pattern === 'object' && pattern !== null ? pattern.pattern : pattern
}

function checkOptions<Added extends object>(options: RouterOptions<Added>): Required<RouterOptions<Added>> {
  const { trailingSlash = 'redirect', notFound = reportNotFound } = options
  if (!['redirect', 'ignore', 'strict'].includes(trailingSlash))
    throw new TypeError("router: trailingSlash is 'redirect', 'ignore' or 'strict'")
  if (typeof notFound !== 'function') throw new TypeError(`router: notFound is an application, not ${typeof notFound}`)
  return { trailingSlash, notFound }
}

function checkHandler<Needed extends object>(pattern: string | Named, app: Application<Needed>): Application {
  if (typeof app !== 'function') throw new TypeError(`router: ${JSON.stringify(textOf(pattern))} takes a function, not ${typeof app}`)
  // It is called with what it needs: `run` puts params on the context, and the rest is there by the type of the router.
  return app as Application
}

function checkMethod(method: string): string {
  if (/^[!#$%&'*+\-.^_`|~\dA-Z]+$/.test(method)) return method
  throw new TypeError(`router: ${JSON.stringify(method)} is not a method in upper case`)
}

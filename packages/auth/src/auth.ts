import { extend, type Context, type Middleware } from '@gangway/gateway'
import { attemptKey, attemptOf, type AnyScheme, type Attempt } from './attempt.ts'
import { andThen, type Awaitable } from './awaitable.ts'
import { withUserFields } from './response-fields.ts'
import type { Outcome, Scheme } from './scheme.ts'

/** What `auth` takes. */
export interface AuthOptions<Schemes extends readonly AnyScheme[]> {
  /** Asked in this order; the first one that accepts says who the user is. */
  schemes: Schemes
}

/** The users that some schemes find. */
export type UserOf<Schemes extends readonly AnyScheme[]> = Schemes[number] extends infer Each ? AccountOf<Each> : never

type AccountOf<Each> = Each extends Scheme<infer Account, infer _Credentials, infer _Needs> ? Account : never

/** What all of some schemes need on the context. */
export type NeedsOf<Schemes extends readonly AnyScheme[]> = Schemes extends readonly [
  infer First,
  ...infer Rest extends readonly AnyScheme[],
]
  ? NeedOf<First> & NeedsOf<Rest>
  : {}

type NeedOf<Each> = Each extends Scheme<infer _Account, infer _Credentials, infer Needs> ? Needs : never

/**
 * Says who asks: `context.user`, or null. It answers nothing by itself; `require` does.
 * @throws {TypeError} when there is no scheme, or two have one name.
 */
export function auth<const Schemes extends readonly AnyScheme[]>(
  options: AuthOptions<Schemes>,
): Middleware<{ readonly user: UserOf<Schemes> | null }, NeedsOf<Schemes>> {
  const schemes = [...checkSchemes(options.schemes)]
  const reads = [...new Set(schemes.flatMap((scheme) => scheme.reads))]
  return (app) => (context) => {
    const attempt: Attempt = { schemes, mount: context.mount, accepted: null, pending: null, refused: new Map() }
    return andThen(tryFrom(0, attempt, context), () => {
      const { accepted } = attempt
      // Only these schemes put outcomes into the attempt, and the users of theirs are UserOf<Schemes>.
      const user = (accepted?.outcome.user ?? null) as UserOf<Schemes> | null
      const response = app(extend(ownContext(context), { user, ...attemptKey(attempt) }))
      return andThen(response, (answer) => withUserFields(answer, reads, accepted?.outcome ?? null))
    })
  }
}

// Another auth outside has its user on the context already, which stays as it is.
function ownContext<Given extends Context>(context: Given): Given {
  return attemptOf(context) ? context.with({}) : context
}

function tryFrom(index: number, attempt: Attempt, context: Context): Awaitable<void> {
  const scheme = attempt.schemes[index]
  if (!scheme) return
  const credentials = scheme.identify(context)
  if (credentials === null) return tryFrom(index + 1, attempt, context)
  return andThen(scheme.authenticate(credentials, context), (outcome) => {
    note(attempt, scheme, outcome)
    if (!attempt.accepted) return tryFrom(index + 1, attempt, context)
  })
}

function note(attempt: Attempt, by: AnyScheme, outcome: Outcome): void {
  if (outcome.user) attempt.accepted = { by, outcome, authTime: outcome.authTime ?? Math.floor(Date.now() / 1000) }
  else if ('pending' in outcome) attempt.pending = outcome
  else attempt.refused.set(by, outcome)
}

function checkSchemes<Schemes extends readonly AnyScheme[]>(schemes: Schemes): Schemes {
  if (!Array.isArray(schemes) || schemes.length === 0) throw new TypeError('auth: schemes takes at least one scheme')
  const names = schemes.map((scheme) => scheme.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`auth: two schemes are named '${twice}'; give one of them another name`)
  return schemes
}

import { extend, HttpError, type Context, type Middleware } from '@gangway/gateway'
import { attemptOf } from './attempt.ts'
import { andThen } from './awaitable.ts'
import { isPreflight, preflightAnswer } from './preflight.ts'
import { denied, unauthorized } from './refusal.ts'
import type { Rule } from './rule.ts'
import type { User } from './user.ts'

/**
 * Lets in who has signed in and whom the rule lets in, and asks others to sign in: 401 with a challenge of every scheme, 303 to the login page for
 * who navigates there, or 403 where signing in would not help. Without a rule every user is let in.
 * Inside, `context.user` is not null.
 * @throws {TypeError} when the rule is not a function; at a request when there is no `auth` outside.
 */
export function require<Account extends User = User>(
  rule: Rule<Account> = () => true,
): Middleware<{ readonly user: Account }, { readonly user: Account | null }> {
  if (typeof rule !== 'function') throw new TypeError(`auth: require takes a rule, not ${typeof rule}`)
  return (app) => (context) => {
    if (!attemptOf(context)) throw new TypeError('auth: require needs auth({ schemes }) outside')
    if (isPreflight(context)) return andThen(app(withoutUser(context)), (response) => preflightAnswer(response) ?? unauthorized(context))
    if (!hasUser(context)) return unauthorized(context)
    return andThen(rule(context.user, context), (verdict) => {
      if (verdict === true) return app(context)
      return denied(context, verdict === false ? { status: 403 } : verdict)
    })
  }
}

function hasUser<Found>(context: Context & { readonly user: Found | null }): context is Context & { readonly user: Found } {
  return context.user !== null
}

function withoutUser<Found extends User>(context: Context & { readonly user: Found | null }): Context & { readonly user: Found } {
  // Every look at it throws, so that nobody finds it to be anything else.
  const user = new Proxy({} as Found, { get: refuse, has: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse })
  return extend(context.with({}), { user })
}

function refuse(): never {
  throw new HttpError(401, 'A preflight request has no user')
}

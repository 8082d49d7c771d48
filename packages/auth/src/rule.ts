import type { Context } from '@gangway/gateway'
import { authenticationOf } from './authentication.ts'
import { andThen, type Awaitable } from './awaitable.ts'
import type { User } from './user.ts'

/** Why a user may not. */
export interface Denial {
  /** 401 where signing in again would help. */
  readonly status: 401 | 403
  /** For the challenge of the scheme that found the user: `error="insufficient_scope"`. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** Decides whether a user may: true, false (403), or why not. */
export type Rule<Account extends User = User> = (user: Account, context: Context) => Awaitable<boolean | Denial>

/** Users who have all of these roles. */
export function roles(...names: [string, ...string[]]): Rule {
  return (user) => names.every((name) => user.roles?.includes(name) === true)
}

/** Credentials with all of these scopes (RFC 6750 §3.1). */
export function scopes(...names: [string, ...string[]]): Rule {
  const wrong = names.find((name) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(name))
  if (wrong !== undefined) throw new TypeError(`auth: ${JSON.stringify(wrong)} is not a scope`)
  const denial: Denial = { status: 403, parameters: { error: 'insufficient_scope', scope: names.join(' ') } }
  return (user) => names.every((name) => user.scopes?.includes(name) === true) || denial
}

/** Users who proved who they are at most this many seconds ago; others are asked to do so again (RFC 9470). */
export function fresh(seconds: number): Rule {
  if (!Number.isFinite(seconds) || seconds <= 0) throw new TypeError('auth: fresh takes a number of seconds above 0')
  const denial: Denial = { status: 401, parameters: { error: 'insufficient_user_authentication', max_age: String(seconds) } }
  return (_, context) => Date.now() / 1000 - (authenticationOf(context)?.authTime ?? 0) <= seconds || denial
}

/** Users found by one of these schemes. */
export function via(...schemes: [string, ...string[]]): Rule {
  return (_, context) => schemes.includes(authenticationOf(context)?.scheme ?? '')
}

/** Whoever every rule lets in; the first refusal is told. */
export function allOf<Account extends User = User>(...rules: [Rule<Account>, ...Rule<Account>[]]): Rule<Account> {
  const decide = (user: Account, context: Context, index: number): Awaitable<boolean | Denial> => {
    const rule = rules[index]
    if (!rule) return true
    return andThen(rule(user, context), (verdict) => (verdict === true ? decide(user, context, index + 1) : verdict))
  }
  return (user, context) => decide(user, context, 0)
}

/** Whoever one rule lets in; of the refusals that one is told which signing in would help, else the first. */
export function anyOf<Account extends User = User>(...rules: [Rule<Account>, ...Rule<Account>[]]): Rule<Account> {
  const decide = (user: Account, context: Context, index: number, told: Denial | undefined): Awaitable<boolean | Denial> => {
    const rule = rules[index]
    if (!rule) return told ?? false
    return andThen(rule(user, context), (verdict) => {
      if (verdict === true) return true
      const denial = verdict === false ? forbidden : verdict
      return decide(user, context, index + 1, told && (told.status === 401 || denial.status === 403) ? told : denial)
    })
  }
  return (user, context) => decide(user, context, 0, undefined)
}

/** Whoever the rule keeps out. */
export function not<Account extends User = User>(rule: Rule<Account>): Rule<Account> {
  return (user, context) => andThen(rule(user, context), (verdict) => verdict !== true)
}

const forbidden: Denial = { status: 403 }

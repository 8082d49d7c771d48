import { addVary, redirect, text, withHeaders, type Context } from '@gangway/gateway'
import { attemptOf, type AnyScheme, type Attempt } from './attempt.ts'
import { andThen, type Awaitable } from './awaitable.ts'
import { formatChallenge, type Challenge } from './challenge.ts'
import { isNavigation, navigationFields } from './navigation.ts'
import type { Denial } from './rule.ts'
import type { Refused } from './scheme.ts'

/**
 * The answer to who has not signed in: 303 to the login page for who navigates, else 401 (400 where the request itself is wrong)
 * with a challenge of every scheme, strongest first.
 * @throws {TypeError} when there is no `auth` outside.
 */
export function unauthorized(context: Context): Awaitable<Response> {
  const attempt = attemptOf(context)
  if (!attempt) throw new TypeError('auth: unauthorized needs auth({ schemes }) outside')
  return loginRedirect(context, attempt) ?? challenged(context, attempt, (scheme) => attempt.refused.get(scheme) ?? null)
}

/** The answer to a user whom a rule keeps out. */
export function denied(context: Context, denial: Denial): Awaitable<Response> {
  const attempt = attemptOf(context)
  const by = attempt?.accepted?.by
  if (!attempt || !by) throw new TypeError('auth: only a user can be denied')
  if (denial.status === 401) {
    const refused: Refused = { user: null, ...(denial.parameters && { parameters: denial.parameters }) }
    return loginRedirect(context, attempt) ?? challenged(context, attempt, (scheme) => (scheme === by ? refused : null))
  }
  const { parameters } = denial
  if (!parameters) return answer(403, 'Forbidden', [], attempt)
  return andThen(by.challenge(context, { user: null, parameters }), (challenges) => {
    // Only a scheme that says what is missing adds something to a 403 (RFC 6750 §3.1).
    const telling = challenges.filter((challenge) => challenge.parameters?.['error'] !== undefined)
    return answer(403, 'Forbidden', telling, attempt)
  })
}

function loginRedirect(context: Context, attempt: Attempt): Response | undefined {
  if (!isNavigation(context)) return undefined
  const location = strongestFirst(attempt)
    .find((scheme) => scheme.loginLocation)
    ?.loginLocation?.(context, attempt.mount)
  return location === undefined ? undefined : closed(redirect(location, 303), attempt)
}

function challenged(context: Context, attempt: Attempt, refusedBy: (scheme: AnyScheme) => Refused | null): Awaitable<Response> {
  return andThen(challengesOf(context, strongestFirst(attempt), refusedBy), (challenges) => {
    const isMalformed = attempt.accepted === null && [...attempt.refused.values()].some((refused) => refused.status === 400)
    if (isMalformed) return answer(400, 'Bad Request', challenges, attempt)
    // A 401 has to say how to sign in (RFC 9110 §15.5.2); where no field can help, as with certificates, it is a 403.
    return challenges.length > 0 ? answer(401, 'Unauthorized', challenges, attempt) : answer(403, 'Forbidden', [], attempt)
  })
}

function challengesOf(
  context: Context,
  schemes: readonly AnyScheme[],
  refusedBy: (scheme: AnyScheme) => Refused | null,
): Awaitable<readonly Challenge[]> {
  const [scheme, ...rest] = schemes
  if (!scheme) return []
  return andThen(scheme.challenge(context, refusedBy(scheme)), (first) =>
    andThen(challengesOf(context, rest, refusedBy), (others) => [...first, ...others]),
  )
}

function answer(status: number, message: string, challenges: readonly Challenge[], attempt: Attempt): Response {
  const response = text(`${message}\n`, { status })
  for (const challenge of new Set(challenges.map(formatChallenge))) response.headers.append('www-authenticate', challenge)
  return closed(response, attempt)
}

function closed(response: Response, { schemes }: Attempt): Response {
  const hasLogin = schemes.some((scheme) => scheme.loginLocation)
  return withHeaders(response, (headers) => {
    headers.set('cache-control', 'no-store')
    addVary(headers, ...schemes.flatMap((scheme) => scheme.reads), ...(hasLogin ? navigationFields : []))
  })
}

function strongestFirst({ schemes }: Attempt): AnyScheme[] {
  return schemes.toSorted((one, other) => other.strength - one.strength)
}

import { html, withHeaders, type Context } from '@gangway/gateway'
import type { Awaitable } from './awaitable.ts'
import type { OidcFailure } from './oidc-options.ts'

const statuses = { expired: 400, denied: 403, refused: 403, invalid: 400, unavailable: 503 } as const

const sentences = {
  expired: 'This sign-in was begun too long ago, or is finished already.',
  denied: 'You were not signed in.',
  refused: 'You may not sign in here.',
  invalid: 'The answer of the sign-in service could not be used.',
  unavailable: 'The sign-in service cannot be reached at the moment.',
} as const

/** What is needed to answer that a sign-in failed. */
export interface FailureSettings {
  readonly failed: (failure: OidcFailure, context: Context) => Awaitable<Response>
  readonly paths: { readonly login: string }
}

/** Answers that a sign-in failed: for a reason, or for an error, which the log is told of. */
export async function fail(why: unknown, returnTo: string, context: Context, { failed, paths }: FailureSettings): Promise<Response> {
  const reason = isReason(why) ? why : reasonOf(why)
  if (!isReason(why)) context.log(`auth-oidc: a sign-in failed: ${summaryOf(why)}`)
  const login = `${context.mount}${paths.login}?return-to=${encodeURIComponent(returnTo)}`
  const response = await failed({ reason, status: statuses[reason], login }, context)
  return reason === 'unavailable' ? withHeaders(response, (headers) => headers.set('retry-after', '5')) : response
}

function isReason(why: unknown): why is OidcFailure['reason'] {
  return typeof why === 'string' && Object.hasOwn(statuses, why)
}

/** A plain page that tells of a failure, and nothing that came from outside. */
export function failurePage({ reason, status, login }: OidcFailure): Response {
  return html({ status })`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Not signed in</title>
      <h1>Not signed in</h1>
      <p>${sentences[reason]}</p>
      <p><a href="${login}">Sign in</a></p>
    </html>`
}

function reasonOf(error: unknown): OidcFailure['reason'] {
  const { name = '', code = '', error: word = '' } = describe(error)
  if (name === 'AuthorizationResponseError') return isDown(word) ? 'unavailable' : 'denied'
  if (name === 'ResponseBodyError') return word === 'invalid_grant' ? 'expired' : 'invalid'
  const isUnreachable =
    ['TypeError', 'HttpError'].includes(name) ||
    ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'].includes(code)
  return isUnreachable ? 'unavailable' : 'invalid'
}

function isDown(word: string): boolean {
  return word === 'server_error' || word === 'temporarily_unavailable'
}

// By name and code: an application may have loaded the library twice.
function describe(error: unknown): { name?: string; code?: string; error?: string } {
  if (!(error instanceof Error)) return {}
  const [code, word] = ['code' in error ? error.code : '', 'error' in error ? error.error : '']
  return { name: error.name, code: String(code), error: String(word) }
}

/** What the log may know of it: nothing that came from outside, but for the error's own word. */
export function summaryOf(error: unknown): string {
  const { name = typeof error, code = '', error: word = '' } = describe(error)
  if (!(error instanceof Error)) return name
  const summary = [name, code, /^[a-z_]{1,40}$/.test(word) ? word : '', error.message].filter(Boolean).join(' ')
  return error.cause instanceof Error ? `${summary}, for ${summaryOf(error.cause)}` : summary
}

import type { Context, Middleware } from '@gangway/gateway'
import { accessTokens } from './access-tokens.ts'
import type { Awaitable } from './awaitable.ts'
import { readLogin, type LoginRecord } from './login-record.ts'
import type { OidcOptions, OidcUser } from './oidc-options.ts'
import { oidcRoutes } from './oidc-routes.ts'
import type { OidcSession, WithSession } from './oidc-session.ts'
import { isEnded, settingsFrom } from './settings.ts'

/** What became of a session's login. */
export type OidcOutcome<Account extends OidcUser> = { readonly user: Account; readonly authTime: number } | { readonly user: null }

/** A scheme for the `auth` of `@gangway/auth`, its addresses, and what they do for an application. */
export interface Oidc<Account extends OidcUser = OidcUser> {
  readonly name: string
  readonly strength: number
  readonly reads: readonly string[]
  identify(context: Context & WithSession): OidcSession | null
  authenticate(session: OidcSession): Promise<OidcOutcome<Account>>
  challenge(): readonly { readonly scheme: string; readonly parameters: Readonly<Record<string, string>> }[]
  /** Where to sign in; `mount` is that of `auth`, as a rule that of the context. */
  loginLocation(context: Context & WithSession, mount?: string): string
  /** Sign-in, its answer, sign-out, and what the provider ends: a layer inside the session. */
  readonly routes: Middleware<{}, WithSession>
  /**
   * A token for the provider's other services, renewed when it is about to end; null for who has not signed in, or has been signed out by the provider
   * meanwhile.
   * @throws {TypeError} when the session keeps no tokens.
   * @throws {HttpError} 503 when the provider does not answer.
   */
  accessToken(context: Context & WithSession): Promise<string | null>
}

/**
 * Signs users in with an OpenID Connect provider, over a session. The provider is found out when it is first needed.
 * @throws {TypeError} when an option is wrong.
 */
export function oidc<Account extends OidcUser = OidcUser>(options: OidcOptions<Account>): Oidc<Account> {
  const settings = settingsFrom(options)
  const { name, find, paths } = settings
  return {
    name,
    strength: 20,
    reads: ['Cookie'],
    identify: ({ headers, session }) => (headers.has('cookie') ? session : null),
    authenticate,
    // RFC 9110 wants a challenge, and has none for cookies; programs learn from this one where to go.
    challenge: () => [{ scheme: 'Cookie', parameters: { 'form-action': paths.login } }],
    loginLocation,
    routes: oidcRoutes(settings),
    accessToken: accessTokens(settings),
  }

  async function authenticate(session: OidcSession): Promise<OidcOutcome<Account>> {
    await session.load()
    const record = readLogin(session, name)
    if (!record) return { user: null }
    const user = (await isEnded(settings, record)) ? null : await userOf(record)
    if (user) return { user, authTime: record.authTime }
    session.destroy()
    return { user: null }
  }

  function userOf(record: LoginRecord): Awaitable<Account | null> {
    if (find) return find(record.id)
    // The session has it from the sign-in, where `user` made it.
    return (record.user ?? null) as Account | null
  }

  // Who has signed in and is sent here all the same has to prove again who he is.
  function loginLocation(context: Context & WithSession, mount: string = context.mount): string {
    const { pathname, search } = context.url
    const isPage = context.method === 'GET' || context.method === 'HEAD'
    const parameters = [
      ...(isPage ? [`return-to=${encodeURIComponent(pathname + search)}`] : []),
      ...('user' in context && context.user ? ['again=1'] : []),
    ]
    return mount + paths.login + (parameters.length > 0 ? `?${parameters.join('&')}` : '')
  }
}

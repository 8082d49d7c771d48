import type { Context } from '@gangway/gateway'
import type { ClientAuth, IDToken, UserInfoResponse } from 'openid-client'
import type { Awaitable } from './awaitable.ts'
import type { LogoutList } from './logout-list.ts'

/** Who signed in; applications add what else they know. */
export interface OidcUser {
  readonly id: string
  readonly name?: string
  readonly email?: string
  readonly roles?: readonly string[]
  readonly scopes?: readonly string[]
  readonly stamp?: string
}

/** What the provider says of who signed in. */
export interface OidcIdentity {
  /** The claims of the ID token, checked. */
  readonly claims: IDToken
  /** For the provider's other services. */
  readonly accessToken: string
  /** Asks the provider for the claims that are not in the ID token. */
  userInfo(): Promise<UserInfoResponse>
}

/** Why a sign-in failed. */
export interface OidcFailure {
  /**
   * `expired`: begun too long ago, or answered already; `denied`: by the user, or the provider; `refused`: the application knows no such user;
   * `invalid`: an answer that is not the provider's; `unavailable`: the provider does not answer.
   */
  readonly reason: 'expired' | 'denied' | 'refused' | 'invalid' | 'unavailable'
  readonly status: number
  /** Where to try again. */
  readonly login: string
}

/** Options of `oidc`. */
export interface OidcOptions<Account extends OidcUser = OidcUser> {
  /** The provider's issuer identifier: an https URL, or an http one of this machine. */
  issuer: string | URL
  /** This application's name at the provider. */
  clientId: string
  /** The secret it shares with the provider. Default: none, it is a public client. */
  clientSecret?: string
  /** Another way to prove which client it is, one of `openid-client`, instead of `clientSecret`. */
  clientAuth?: ClientAuth
  /** What is asked for. Default: `openid profile email`. */
  scope?: string
  /** More parameters for the provider, such as `prompt`, `acr_values` or `resource`. Default: none. */
  parameters?: Readonly<Record<string, string>>
  /** Seconds within which the user must have proved to the provider who he is. The provider must know `auth_time`. Default: any time ago. */
  maxAge?: number
  /** `form_post` where the provider insists. Default: `query`. */
  responseMode?: 'query' | 'form_post'
  /** What the application makes of an identity; null for somebody who may not sign in. Default: id (`issuer#sub`), name and email. */
  user?: (identity: OidcIdentity) => Awaitable<Account | null>
  /** Finds a user again at each request, so that one who is shut out is. Default: the session keeps what `user` made. */
  find?: (id: string) => Awaitable<Account | null>
  /** Whether the session keeps the tokens, for `accessToken` and to sign out at the provider without a question. They seldom fit into a cookie. Default: `false`. */
  keepTokens?: boolean
  /** What the provider has ended by its back channel. Default: `memoryLogouts()`, which only this process knows. */
  logouts?: LogoutList
  /** Where its addresses begin, below the mount: `/login`, `/callback`, `/logout` and `/backchannel-logout` come after it. Default: `/oidc`. */
  path?: string
  /** Where one comes to without having asked for a page, and after signing out. Default: `/`. */
  home?: string
  /** The application's own page for a sign-in that failed. Default: a plain one. */
  failed?: (failure: OidcFailure, context: Context) => Awaitable<Response>
  /** Names the scheme, the session's key and the cookies, where there are several providers. Default: `oidc`. */
  name?: string
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

/**
 * Refuses options that are wrong.
 * @throws {TypeError} when one is.
 */
export function checkOptions<Account extends OidcUser>(options: OidcOptions<Account>): void {
  const { clientId, clientSecret, clientAuth, path = '/oidc', home = '/', name = 'oidc', scope = 'openid', maxAge } = options
  if (typeof clientId !== 'string' || clientId === '') throw new TypeError('auth-oidc: clientId is missing')
  if (clientSecret === '') throw new TypeError('auth-oidc: clientSecret is empty; leave it out for a public client')
  if (clientSecret !== undefined && clientAuth) throw new TypeError('auth-oidc: clientAuth is instead of clientSecret')
  if (!scope.split(' ').includes('openid')) throw new TypeError('auth-oidc: scope must have openid in it')
  if (maxAge !== undefined && !(Number.isInteger(maxAge) && maxAge >= 0))
    throw new TypeError('auth-oidc: maxAge is a whole number of seconds')
  if (!/^[A-Za-z][\w-]*$/.test(name)) throw new TypeError('auth-oidc: name is a word')
  for (const each of [path, home])
    if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(each)) throw new TypeError(`auth-oidc: ${JSON.stringify(each)} is not a path`)
}

/**
 * The issuer as a URL.
 * @throws {TypeError} when it cannot be one.
 */
export function issuerFrom(issuer: string | URL): URL {
  const url = URL.parse(String(issuer))
  const isHere = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) || url.search !== '' || url.hash !== '')
    throw new TypeError(`auth-oidc: issuer is an https URL, or an http one of this machine, not ${JSON.stringify(String(issuer))}`)
  return url
}

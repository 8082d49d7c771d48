import type { LoginRecord } from './login-record.ts'
import { failurePage } from './failure.ts'
import { memoryLogouts, type LogoutList } from './logout-list.ts'
import { checkOptions, issuerFrom, type OidcIdentity, type OidcOptions, type OidcUser } from './oidc-options.ts'
import { lazyProvider, type Provider } from './provider.ts'

/** The options, checked, with what was left out. */
export interface Settings<Account extends OidcUser> {
  readonly name: string
  readonly clientId: string
  readonly paths: Readonly<Record<'login' | 'callback' | 'logout' | 'backchannelLogout' | 'home', string>>
  readonly scope: string
  readonly parameters: Readonly<Record<string, string>>
  readonly maxAge: number | undefined
  readonly user: NonNullable<OidcOptions<Account>['user']>
  readonly find: OidcOptions<Account>['find']
  readonly keepTokens: boolean
  readonly failed: NonNullable<OidcOptions<Account>['failed']>
  readonly logouts: LogoutList
  readonly provider: () => Promise<Provider>
  /** Seconds since 1970. */
  readonly now: () => number
}

/**
 * The options, checked.
 * @throws {TypeError} when one is wrong.
 */
export function settingsFrom<Account extends OidcUser>(options: OidcOptions<Account>): Settings<Account> {
  checkOptions(options)
  const { clientId, clientSecret, path = '/oidc', home = '/', name = 'oidc', now = Date.now, responseMode } = options
  const auth = options.clientAuth
  const clientAuth = auth ? async () => auth : clientSecret === undefined ? undefined : () => basic(clientSecret)
  return {
    name,
    clientId,
    paths: {
      login: `${path}/login`,
      callback: `${path}/callback`,
      logout: `${path}/logout`,
      backchannelLogout: `${path}/backchannel-logout`,
      home,
    },
    scope: options.scope ?? 'openid profile email',
    parameters: { ...options.parameters, ...(responseMode === 'form_post' && { response_mode: responseMode }) },
    maxAge: options.maxAge,
    // Without a function of its own the application has no other type than OidcUser.
    user: options.user ?? (userFromClaims as NonNullable<OidcOptions<Account>['user']>),
    find: options.find,
    keepTokens: options.keepTokens ?? false,
    failed: options.failed ?? failurePage,
    logouts: options.logouts ?? memoryLogouts(now),
    provider: lazyProvider({ issuer: issuerFrom(options.issuer), clientId, clientAuth, now }),
    now: () => Math.floor(now() / 1000),
  }
}

/** The key under which what a provider has ended is noted. */
export function logoutKey(kind: 'sid' | 'sub' | 'jti', issuer: string, value: string): string {
  return `${kind} ${issuer} ${value}`
}

/** Whether the provider has ended a login since it began. */
export async function isEnded(
  { logouts }: Pick<Settings<never>, 'logouts'>,
  { issuer, sid, subject, issuedAt }: LoginRecord,
): Promise<boolean> {
  const keys = [logoutKey('sub', issuer, subject), ...(sid === undefined ? [] : [logoutKey('sid', issuer, sid)])]
  const times = await Promise.all(keys.map(async (key) => await logouts.find(key)))
  return times.some((time) => time !== null && issuedAt <= time)
}

async function basic(secret: string): Promise<import('openid-client').ClientAuth> {
  const { ClientSecretBasic } = await import('openid-client')
  return ClientSecretBasic(secret)
}

// Two providers may call two users by the same name; with the issuer it is unique.
function userFromClaims({ claims }: OidcIdentity): OidcUser {
  const { iss, sub, name, preferred_username: username, email, email_verified: isVerified } = claims
  const display = [name, username].find((each) => typeof each === 'string')
  return {
    id: `${iss}#${sub}`,
    ...(display !== undefined && { name: String(display) }),
    ...(typeof email === 'string' && isVerified === true && { email }),
  }
}

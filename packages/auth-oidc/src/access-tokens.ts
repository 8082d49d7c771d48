import type { Context } from '@gangway/gateway'
import { keptTokens, type ProviderTokens } from './kept-tokens.ts'
import { readLogin, type KeptTokens, type LoginRecord } from './login-record.ts'
import type { OidcUser } from './oidc-options.ts'
import type { WithSession } from './oidc-session.ts'
import { isEnded, type Settings } from './settings.ts'

const margin = 30
const rememberedFor = 10_000

/** Gives the access token of whoever asks, and renews it in time. */
export function accessTokens<Account extends OidcUser>(
  settings: Settings<Account>,
): (context: Context & WithSession) => Promise<string | null> {
  const { name, keepTokens, now } = settings
  const renewals = new Map<string, Promise<ProviderTokens | null>>()
  return async function accessToken({ session }) {
    if (!keepTokens) throw new TypeError('auth-oidc: accessToken needs the option keepTokens')
    await session.load()
    const record = readLogin(session, name)
    if (!record?.tokens || (await isEnded(settings, record))) return null
    const { access, refresh, expiresAt } = record.tokens
    if (expiresAt === undefined || expiresAt - margin > now()) return access
    if (refresh === undefined) return expiresAt > now() ? access : null
    const renewed = await renew(refresh, record)
    if (!renewed) session.destroy()
    else session.set(name, { ...record, tokens: renewed })
    return renewed?.access ?? null
  }

  async function renew(refresh: string, { subject, tokens: before }: LoginRecord): Promise<KeptTokens | null> {
    const tokens = await (renewals.get(refresh) ?? begin(refresh))
    const claims = tokens?.claims()
    if (!tokens || (claims && claims.sub !== subject)) return null
    return keptTokens(tokens, now(), before)
  }

  // A refresh token may count once, and other requests of the same session still have it: they get what the first one got.
  function begin(refresh: string): Promise<ProviderTokens | null> {
    const renewal = ask(refresh)
    const forget = (): void => void renewals.delete(refresh)
    renewals.set(refresh, renewal)
    renewal.then(() => setTimeout(forget, rememberedFor).unref(), forget)
    return renewal
  }

  async function ask(refresh: string): Promise<ProviderTokens | null> {
    const { client, configuration } = await settings.provider()
    try {
      return await client.refreshTokenGrant(configuration, refresh)
    } catch (error) {
      // The provider has signed the user out, or thinks that the token was stolen.
      if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return null
      throw error
    }
  }
}

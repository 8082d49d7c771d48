import type { KeptTokens } from './login-record.ts'
import type { Provider } from './provider.ts'

/** What a provider gives for a code, or for a refresh token. */
export type ProviderTokens = Awaited<ReturnType<Provider['client']['authorizationCodeGrant']>>

/** What the session keeps of them; what is not there anew stays as it was. */
export function keptTokens(tokens: ProviderTokens, now: number, before?: KeptTokens): KeptTokens {
  const [refresh, id, lifetime] = [tokens.refresh_token ?? before?.refresh, tokens.id_token ?? before?.id, tokens.expiresIn()]
  return {
    access: tokens.access_token,
    ...(refresh !== undefined && { refresh }),
    ...(id !== undefined && { id }),
    ...(lifetime !== undefined && { expiresAt: now + lifetime }),
  }
}

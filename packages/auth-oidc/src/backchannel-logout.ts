// https://openid.net/specs/openid-connect-backchannel-1_0.html §2.5 to §2.8
import { empty, json, type Context } from '@gangway/gateway'
import { summaryOf } from './failure.ts'
import { readLogoutToken, type ProviderLogout } from './logout-token.ts'
import type { OidcUser } from './oidc-options.ts'
import { algorithmsOf } from './provider.ts'
import { readForm } from './read-form.ts'
import { logoutKey, type Settings } from './settings.ts'

// Longer than sessions live: until then it has to be known which of them have ended.
const remembered = 30 * 86_400_000

/** Takes from the provider that it has ended a session, or all of a user. */
export async function backchannelLogout<Account extends OidcUser>(context: Context, settings: Settings<Account>): Promise<Response> {
  const [token = '', ...more] = (await readForm(context)).getAll('logout_token')
  if (token === '' || more.length > 0) return refused('there must be one logout_token')
  const provider = await settings.provider()
  const { issuer } = provider.configuration.serverMetadata()
  let logout: ProviderLogout
  try {
    logout = await readLogoutToken(token, { issuer, clientId: settings.clientId, keys: provider.keys, algorithms: algorithmsOf(provider) })
  } catch (error) {
    context.log(`auth-oidc: a logout token was refused: ${summaryOf(error)}`)
    return refused('the logout token is not valid')
  }
  if (!(await note(logout, issuer, settings))) return refused('the logout token was used before')
  return empty(200)
}

async function note<Account extends OidcUser>(
  { sid, subject = '', tokenId, issuedAt, expiresAt }: ProviderLogout,
  issuer: string,
  { logouts, now }: Settings<Account>,
): Promise<boolean> {
  const jti = logoutKey('jti', issuer, tokenId)
  if ((await logouts.find(jti)) !== null) return false
  const ended = sid === undefined ? logoutKey('sub', issuer, subject) : logoutKey('sid', issuer, sid)
  await logouts.add(ended, issuedAt, now() * 1000 + remembered)
  await logouts.add(jti, issuedAt, (expiresAt + 120) * 1000)
  return true
}

function refused(description: string): Response {
  return json({ error: 'invalid_request', error_description: description }, { status: 400 })
}

import { redirect, withHeaders, type Context } from '@gangway/gateway'
import type { IDToken } from 'openid-client'
import { callbackUrl } from './callback-url.ts'
import { fail } from './failure.ts'
import { keptTokens, type ProviderTokens } from './kept-tokens.ts'
import { readLogin } from './login-record.ts'
import type { OidcUser } from './oidc-options.ts'
import type { WithSession } from './oidc-session.ts'
import type { Provider } from './provider.ts'
import { safeReturnTo } from './return-to.ts'
import { isEnded, type Settings } from './settings.ts'
import { TransactionCookies } from './transaction-cookies.ts'
import type { Transaction } from './transaction.ts'

/** Reads the provider's answer, and signs the user in. */
export async function finishLogin<Account extends OidcUser>(
  context: Context & WithSession,
  settings: Settings<Account>,
): Promise<Response> {
  const cookies = new TransactionCookies(context, settings.name, settings.now())
  const [state = '', ...more] = context.url.searchParams.getAll('state')
  const transaction = more.length === 0 ? cookies.find(state) : undefined
  if (!transaction) return await withoutTransaction(context, settings)
  const response = await finish(transaction, context, settings)
  return withHeaders(response, (headers) => headers.append('set-cookie', cookies.end(state)))
}

// The back button and an answer that comes twice need no second sign-in.
async function withoutTransaction<Account extends OidcUser>(
  context: Context & WithSession,
  settings: Settings<Account>,
): Promise<Response> {
  const home = context.mount + settings.paths.home
  await context.session.load()
  const record = readLogin(context.session, settings.name)
  if (record && !(await isEnded(settings, record))) return redirect(home, 303)
  return await fail('expired', home, context, settings)
}

async function finish<Account extends OidcUser>(
  transaction: Transaction,
  context: Context & WithSession,
  settings: Settings<Account>,
): Promise<Response> {
  const returnTo = safeReturnTo(transaction.returnTo, context, context.mount + settings.paths.home)
  let redeemed: Redeemed
  try {
    redeemed = await redeem(transaction, context, settings)
  } catch (error) {
    return await fail(error, returnTo, context, settings)
  }
  const { tokens, claims, provider } = redeemed
  const { client, configuration } = provider
  const userInfo = () => client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
  const user = await settings.user({ claims, accessToken: tokens.access_token, userInfo })
  if (!user) return await fail('refused', returnTo, context, settings)
  await enter(user, { redeemed, transaction }, context, settings)
  return redirect(returnTo, 303)
}

interface Redeemed {
  readonly tokens: ProviderTokens
  readonly claims: IDToken
  readonly provider: Provider
}

async function redeem<Account extends OidcUser>(
  transaction: Transaction,
  context: Context,
  settings: Settings<Account>,
): Promise<Redeemed> {
  const { state, nonce, verifier } = transaction
  const provider = await settings.provider()
  const url = callbackUrl(context, settings)
  url.search = context.url.search
  const tokens = await provider.client.authorizationCodeGrant(provider.configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
    ...(settings.maxAge !== undefined && { maxAge: settings.maxAge }),
  })
  const claims = tokens.claims()
  if (!claims) throw new Error('there is no ID token')
  return { tokens, claims, provider }
}

async function enter<Account extends OidcUser>(
  user: Account,
  { redeemed: { tokens, claims }, transaction }: { redeemed: Redeemed; transaction: Transaction },
  { session }: WithSession,
  { name, find, keepTokens, now }: Settings<Account>,
): Promise<void> {
  await session.load()
  // What belongs to one user is not the next one's.
  if (session.ownerId !== null && session.ownerId !== user.id) session.destroy()
  session.owner(user.id)
  session.set(name, {
    id: user.id,
    issuer: claims.iss,
    subject: claims.sub,
    issuedAt: claims.iat,
    authTime: claims.auth_time ?? (transaction.prompted ? claims.iat : 0),
    ...(typeof claims.sid === 'string' && { sid: claims.sid }),
    ...(!find && { user }),
    ...(keepTokens && { tokens: keptTokens(tokens, now()) }),
  })
}

import { redirect, withHeaders, type Context } from '@gangway/gateway'
import { callbackUrl } from './callback-url.ts'
import { fail } from './failure.ts'
import type { OidcUser } from './oidc-options.ts'
import { safeReturnTo } from './return-to.ts'
import type { Settings } from './settings.ts'
import { TransactionCookies } from './transaction-cookies.ts'
import type { Transaction } from './transaction.ts'

/** Sends the browser to the provider. */
export async function beginLogin<Account extends OidcUser>(context: Context, settings: Settings<Account>): Promise<Response> {
  const { name, paths, now } = settings
  const wanted = context.url.searchParams
  const returnTo = safeReturnTo(wanted.get('return-to'), context, context.mount + paths.home)
  const transaction = { state: random(), nonce: random(), verifier: random(), startedAt: now(), returnTo, prompted: wanted.has('again') }
  let location: URL
  try {
    location = await addressAt(context, settings, transaction)
  } catch (error) {
    return await fail(error, returnTo, context, settings)
  }
  const cookies = new TransactionCookies(context, name, now())
  return withHeaders(redirect(location, 303), (headers) => {
    for (const cookie of cookies.begin(transaction)) headers.append('set-cookie', cookie)
  })
}

async function addressAt<Account extends OidcUser>(context: Context, settings: Settings<Account>, transaction: Transaction): Promise<URL> {
  const { client, configuration } = await settings.provider()
  const { scope, parameters, maxAge } = settings
  const { state, nonce, verifier, prompted } = transaction
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(context, settings).href,
    scope,
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...parameters,
    ...(prompted && { prompt: 'login' }),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
}

function random(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
}

import { HttpError, redirect, type Context } from '@gangway/gateway'
import { summaryOf } from './failure.ts'
import { readLogin } from './login-record.ts'
import type { OidcUser } from './oidc-options.ts'
import type { WithSession } from './oidc-session.ts'
import type { Settings } from './settings.ts'

/** Ends the session here, and sends the browser to the provider to end its own (RP-initiated logout). */
export async function logOut<Account extends OidcUser>(context: Context & WithSession, settings: Settings<Account>): Promise<Response> {
  if (!isSameOrigin(context)) throw new HttpError(403, 'Sign out from a page of this site')
  const { session } = context
  await session.load()
  const idToken = readLogin(session, settings.name)?.tokens?.id
  session.destroy()
  const home = context.mount + settings.paths.home
  return redirect((await endSessionAddress(context, settings, home, idToken)) ?? home, 303)
}

async function endSessionAddress<Account extends OidcUser>(
  context: Context,
  { provider, clientId }: Settings<Account>,
  home: string,
  idToken: string | undefined,
): Promise<URL | undefined> {
  try {
    const { client, configuration } = await provider()
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
    return client.buildEndSessionUrl(configuration, {
      client_id: clientId,
      post_logout_redirect_uri: context.url.origin + home,
      ...(idToken !== undefined && { id_token_hint: idToken }),
    })
  } catch (error) {
    // Here the user is signed out, whatever the provider does.
    context.log(`auth-oidc: the provider could not be told of a logout: ${summaryOf(error)}`)
    return undefined
  }
}

// Browsers say where a form comes from; a client that says nothing is none, and has no cookies of others.
function isSameOrigin({ headers, url }: Context): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  return origin === null || origin === url.origin
}

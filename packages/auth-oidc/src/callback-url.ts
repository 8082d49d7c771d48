import type { Context } from '@gangway/gateway'
import { redirect } from '@gangway/gateway'
import type { OidcUser } from './oidc-options.ts'
import { readForm } from './read-form.ts'
import type { Settings } from './settings.ts'

/** Where the provider sends the browser back to. */
export function callbackUrl<Account extends OidcUser>({ url, mount }: Context, { paths }: Pick<Settings<Account>, 'paths'>): URL {
  return new URL(`${url.origin}${mount}${paths.callback}`)
}

/** Turns an answer that was posted (`form_post`) into one that is got, for browsers send no cookies of this site with a form of another. */
export async function repeatAsGet<Account extends OidcUser>(
  context: Context,
  settings: Pick<Settings<Account>, 'paths'>,
): Promise<Response> {
  const url = callbackUrl(context, settings)
  url.search = String(await readForm(context))
  return redirect(url.pathname + url.search, 303)
}

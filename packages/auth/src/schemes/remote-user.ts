import type { Client, Context } from '@gangway/gateway'
import { andThen, type Awaitable } from '../awaitable.ts'
import { outcomeOf, type Scheme } from '../scheme.ts'
import type { User } from '../user.ts'

/** What `remoteUser` takes. */
export interface RemoteUserOptions<Account extends User = User> {
  /** The user whom the front server names, or null: `(name) => ({ id: name })` takes its word. */
  user: (name: string, context: Context) => Awaitable<Account | null>
  /** A proxy over HTTP names the user in a field; only clients for which `trusts` is true may. Default: none, REMOTE_USER alone counts. */
  proxy?: { readonly header: string; readonly trusts: (client: Client) => boolean }
  /** Names the scheme. Default: `remoteUser`. */
  name?: string
}

/**
 * Whoever the front server authenticated: REMOTE_USER of CGI, FastCGI, SCGI and AJP. Use it only behind a server that is configured to authenticate;
 * HAProxy by itself names whom `Authorization` claims, unchecked.
 * @throws {TypeError} when an option is wrong.
 */
export function remoteUser<Account extends User>(options: RemoteUserOptions<Account>): Scheme<Account, string> {
  const { user, proxy, name = 'remoteUser' } = options
  if (typeof user !== 'function') throw new TypeError('auth: remoteUser takes user, a function')
  if (proxy && (typeof proxy.header !== 'string' || typeof proxy.trusts !== 'function'))
    throw new TypeError('auth: the proxy of remoteUser takes a header and trusts, a function')
  return {
    name,
    strength: 0,
    reads: proxy ? [proxy.header] : [],
    identify: (context) => named(context.client.user) ?? (proxy?.trusts(context.client) ? named(context.headers.get(proxy.header)) : null),
    authenticate: (id, context) => andThen(user(id, context), (found) => outcomeOf(found)),
    challenge: () => [],
  }
}

function named(name: string | null | undefined): string | null {
  return name === '' || name === undefined ? null : name
}

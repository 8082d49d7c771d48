import { extend, type Client, type Context, type ContextChanges, type Middleware } from '@gangway/gateway'
import { canonicalAddress } from './address.ts'
import { settingsFrom, type ForwardedOptions, type Settings } from './options.ts'
import { toldBy, type Told } from './told.ts'

/** How the request came. */
export interface Forwarded {
  /** Who is at the other end of the connection: the client, or the nearest proxy. */
  readonly peer: Client
  /** Whether it is a trusted proxy. */
  readonly isTrusted: boolean
}

/**
 * Makes `client`, `url` and `mount` of the context what trusted proxies say they are, and takes away every field by which anybody else could say so.
 * @throws {TypeError} when an option is wrong.
 * @throws {HttpError} 400 from the application it makes, when a trusted proxy's field is malformed.
 */
export function forwarded(options: ForwardedOptions): Middleware<{ readonly forwarded: Forwarded }> {
  const settings = settingsFrom(options)
  return (app) => (context) => {
    const { client: peer } = context
    const isTrusted = isTrustedPeer(context, settings)
    const told = isTrusted ? toldBy(context, settings) : undefined
    const derived = withTold(context, told, (name) => settings.isSpoofable(name, isTrusted))
    return app(extend(derived, { forwarded: { peer, isTrusted } }))
  }
}

function isTrustedPeer({ client, gateway }: Context, { isTrusted, trustsUnix, hops }: Settings): boolean {
  if (hops !== undefined) return true
  // Behind a Fetch server nobody knows the peer: it may be anyone.
  if (client.address === '') return trustsUnix && gateway.protocol !== 'fetch'
  return isTrusted(canonicalAddress(client.address) ?? '', 0)
}

function withTold(context: Context, told: Told | undefined, isSpoofable: (name: string) => boolean): Context {
  const { headers } = context
  const isClean = ![...headers.keys()].some((name) => isSpoofable(name))
  if (isClean && !told) return context
  const changes: ContextChanges = { ...placeFrom(context, told), ...(told?.client && { client: clientFrom(context.client, told.client) }) }
  const kept = [...headers].filter(([name]) => !isSpoofable(name))
  const { host } = told ?? {}
  return context.with({ ...changes, headers: host === undefined ? kept : [...kept.filter(([name]) => name !== 'host'), ['host', host]] })
}

function clientFrom({ user, authType }: Client, { address, port }: Pick<Client, 'address' | 'port'>): Client {
  return { address, ...(port !== undefined && { port }), ...(user !== undefined && { user }), ...(authType !== undefined && { authType }) }
}

function placeFrom(context: Context, told: Told | undefined): ContextChanges {
  if (!told) return {}
  const { mount, path, query } = context
  const { scheme, host, prefix = '' } = told
  const place = { mount: prefix + mount, path }
  if (scheme === undefined && host === undefined) return prefix === '' ? {} : place
  const { url } = context
  const origin = `${scheme ?? url.protocol.slice(0, -1)}://${host ?? url.host}`
  return { ...place, url: `${origin}${place.mount}${path}${query === '' ? '' : `?${query}`}` }
}

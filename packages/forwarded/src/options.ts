import { addressMatcher } from './address.ts'
import { spoofable } from './spoofable.ts'

/** Whom to believe, and which of their fields. */
export interface ForwardedOptions {
  /**
   * The proxies: addresses, networks such as `10.0.0.0/8`, `'loopback'`, `'private'`, or `'unix'` for peers of a unix socket. Or, where their addresses are
   * not known, how many of them there are before the application; then nobody may reach it but through them.
   */
  trust: readonly string[] | number
  /** The field that says who asked: `'forwarded'` for `for` in RFC 7239's, or another. Default: `'x-forwarded-for'`. */
  client?: string | false
  /** The field that says with which scheme: `'forwarded'` for `proto`, or another. Default: `'x-forwarded-proto'`. */
  scheme?: string | false
  /** The field that says which host: `'forwarded'` for `host`, or one such as `'x-forwarded-host'`. Default: `false`, proxies keep `Host`. */
  host?: string | false
  /** The field that says below which path, such as `'x-forwarded-prefix'`. Default: `false`. */
  prefix?: string | false
}

/** Options, checked. */
export interface Settings {
  readonly isTrusted: (address: string, hop: number) => boolean
  readonly hops: number | undefined
  readonly trustsUnix: boolean
  readonly fields: { readonly [purpose in Purpose]: string | undefined }
  readonly isSpoofable: (name: string, isTrusted: boolean) => boolean
}

/** What proxies tell. */
export type Purpose = 'client' | 'scheme' | 'host' | 'prefix'

/**
 * @throws {TypeError} when an option is wrong.
 */
export function settingsFrom(options: ForwardedOptions): Settings {
  const { trust, client = 'x-forwarded-for', scheme = 'x-forwarded-proto', host = false, prefix = false } = options
  const fields = {
    client: fieldFrom('client', client),
    scheme: fieldFrom('scheme', scheme),
    host: fieldFrom('host', host),
    prefix: fieldFrom('prefix', prefix),
  }
  if (fields.prefix === 'forwarded') throw new TypeError('forwarded: Forwarded says nothing of a prefix')
  const isSpoofable = spoofable(Object.values(fields))
  if (typeof trust === 'number') {
    if (!Number.isInteger(trust) || trust < 1) throw new TypeError('forwarded: trust is a list of proxies, or their number')
    return { isTrusted: (_, hop) => hop < trust, hops: trust, trustsUnix: false, fields, isSpoofable }
  }
  if (!Array.isArray(trust) || trust.some((name) => typeof name !== 'string'))
    throw new TypeError('forwarded: trust is a list of proxies, or their number')
  const matches = addressMatcher(trust.filter((name) => name !== 'unix'))
  return { isTrusted: (address) => matches(address), hops: undefined, trustsUnix: trust.includes('unix'), fields, isSpoofable }
}

function fieldFrom(purpose: Purpose, name: string | false): string | undefined {
  if (name === false) return undefined
  if (typeof name === 'string' && /^[a-z][a-z\d-]*$/i.test(name)) return name.toLowerCase()
  throw new TypeError(`forwarded: ${purpose} is the name of a field, or false`)
}

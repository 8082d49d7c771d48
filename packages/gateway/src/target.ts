// https://www.rfc-editor.org/rfc/rfc9112 §3.2
import { isAuthority } from './authority.ts'
import { GatewayError } from './gateway-error.ts'

/** A request target, taken apart. */
export interface Target {
  /** The authority in the target, which wins over `Host` (RFC 9112 §3.2.2); absolute-form and authority-form only. */
  readonly authority?: string
  /** Percent-encoded and normalised as a URL's path is. */
  readonly path: string
  /** Percent-encoded, without `?`. */
  readonly query: string
}

const plainPath = /^(?:\/(?!\.|%2e)[\w\-.~!$&'()*+,;=:@%]*)+$/i
const plainQuery = /^[!$-&(-;=?-~]*$/
const absolute = /^https?:\/\/([^/?#]*)(.*)$/i

/**
 * Takes a request target apart: origin-form, absolute-form, authority-form of CONNECT, asterisk-form of OPTIONS.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when it is none of them.
 */
export function parseTarget(method: string, target: string): Target {
  if (target.startsWith('/')) return parseOrigin(target)
  if (method === 'CONNECT') return { authority: checkAuthority(target), path: '', query: '' }
  if (target === '*' && method === 'OPTIONS') return { path: '/', query: '' }
  const [, authority, rest] = absolute.exec(target) ?? []
  if (authority === undefined || rest === undefined)
    throw new GatewayError('ERR_BAD_REQUEST', 'gateway: the request target is not a path, an http URL or *')
  return { authority: checkAuthority(authority), ...parseOrigin(rest.startsWith('/') ? rest : `/${rest}`) }
}

/** Whether path and query are as a URL would give them. */
export function isNormalised(path: string, query: string): boolean {
  if (plainPath.test(path) && plainQuery.test(query)) return true
  const normal = normalise(path, query)
  return normal.path === path && normal.query === query
}

function parseOrigin(target: string): Target {
  const hash = target.indexOf('#')
  const whole = hash === -1 ? target : target.slice(0, hash)
  const mark = whole.indexOf('?')
  const path = mark === -1 ? whole : whole.slice(0, mark)
  const query = mark === -1 ? '' : whole.slice(mark + 1)
  if (plainPath.test(path) && plainQuery.test(query)) return { path, query }
  return normalise(path, query)
}

// The URL parser would take a raw byte above 0x7F for a character and encode it as two.
function normalise(path: string, query: string): Target {
  const encode = (text: string) =>
    text.replace(/[\0-\x20\x7f-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  const url = new URL(`http://a${encode(path)}?${encode(query)}`)
  return { path: url.pathname, query: url.search.slice(1) }
}

function checkAuthority(authority: string): string {
  if (isAuthority(authority)) return authority
  throw new GatewayError('ERR_BAD_REQUEST', 'gateway: the authority in the request target is not valid')
}

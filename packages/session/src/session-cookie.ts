import { stringifySetCookie, type SetCookie } from 'cookie'
import { chunkMark, chunkName, longestCookie, mostChunks } from './received-cookies.ts'

/** How the session's cookie is set. */
export interface CookieOptions {
  /** The cookie's name, without prefix. Default: the session's name. */
  name?: string
  /** Whether the name begins with `__Host-` on https, or with `__Secure-` where there is a domain or another path. Default: `true`. */
  prefix?: boolean
  /** Whether the cookie is sent over https only. Default: whether the request came over https. */
  secure?: boolean
  /** Whether scripts in the page cannot read the cookie. Default: `true`. */
  httpOnly?: boolean
  /** Whether other sites' requests carry the cookie. Default: `lax`, those of links do. */
  sameSite?: 'strict' | 'lax' | 'none'
  /** Paths to which the cookie is sent. Default: `/`. */
  path?: string
  /** The domain with all hosts in it to which the cookie is sent. Default: the host alone. */
  domain?: string
  /** Whether the cookie is another one in each site that frames this one. Default: `false`. */
  partitioned?: boolean
  /** Which cookies a browser keeps when it has too many. Default: none is said. */
  priority?: 'low' | 'medium' | 'high'
}

/** Makes `Set-Cookie` values. */
export interface SessionCookie {
  /** The name over https, or not. */
  nameOf(secure: boolean): string
  /** Whether the cookie goes over https only, for a request that came so or not. */
  isSecure(https: boolean): boolean
  /**
   * The values that set the cookie, and those that expire chunks left over from before; null when it is too large.
   * `maxAge` in seconds; without, the cookie lasts until the browser is closed.
   */
  set(
    value: string,
    options: { secure: boolean; maxAge: number | undefined; present: ReadonlySet<string>; chunks: boolean },
  ): string[] | null
  /** The values that expire these cookies. */
  clear(names: Iterable<string>, secure: boolean): string[]
}

/**
 * Checks the options.
 * @throws {TypeError} when no browser would take such a cookie.
 */
export function sessionCookie(options: CookieOptions, sessionName: string): SessionCookie {
  const {
    name = sessionName,
    prefix = true,
    secure: always,
    httpOnly = true,
    sameSite = 'lax',
    path = '/',
    domain,
    partitioned,
    priority,
  } = options
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /\.\d$/.test(name))
    throw new TypeError(`session: ${JSON.stringify(name)} is not the name of a cookie`)
  if (sameSite === 'none' && always === false) throw new TypeError('session: a cookie with sameSite none must be secure')
  if (!path.startsWith('/')) throw new TypeError('session: the path of a cookie begins with a slash')
  const securePrefix = path === '/' && domain === undefined ? '__Host-' : '__Secure-'
  const attributes = {
    httpOnly,
    sameSite,
    path,
    ...(domain !== undefined && { domain }),
    ...(partitioned && { partitioned }),
    ...(priority && { priority }),
  }
  const nameOf = (secure: boolean) => (secure && prefix ? securePrefix + name : name)
  const line = (fields: Pick<SetCookie, 'name' | 'value' | 'maxAge'>, secure: boolean) =>
    // What is set here consists of characters that need no encoding.
    stringifySetCookie({ ...fields, ...attributes, ...(secure && { secure }) }, { encode: (text) => text })
  const expired = (each: string, secure: boolean) => line({ name: each, value: '', maxAge: 0 }, secure)
  line({ name, value: '' }, true)
  return {
    nameOf,
    isSecure: (https) => always ?? (https || sameSite === 'none'),
    set(value, { secure, maxAge, present, chunks }) {
      const base = nameOf(secure)
      const age = maxAge === undefined ? {} : { maxAge }
      const room = longestCookie - line({ name: chunkName(base, 1), value: '', ...age }, secure).length
      const parts = value.length <= room ? [value] : split(value, room)
      if (parts.length > (chunks ? mostChunks : 1)) return null
      const names = parts.map((_, index) => chunkName(base, index))
      const leftOver = [...present].filter((each) => !names.includes(each))
      return [
        ...parts.map((part, index) => line({ name: chunkName(base, index), value: part, ...age }, secure)),
        ...leftOver.map((each) => expired(each, secure)),
      ]
    },
    clear: (names, secure) => Array.from(names, (each) => expired(each, secure)),
  }
}

function split(value: string, room: number): string[] {
  const count = Math.ceil((value.length + chunkMark(2).length) / room)
  const marked = chunkMark(count) + value
  return Array.from({ length: count }, (_, index) => marked.slice(index * room, (index + 1) * room))
}

import type { Context } from '@gangway/gateway'
import type { Awaitable } from './awaitable.ts'
import { checkOrigins } from './origins.ts'

/** Options of `cors`. */
export interface CorsOptions {
  /** Whose pages may read answers: `*`, origins as browsers send them, or a function; an origin `null` is none of them but `*`. */
  origins: '*' | readonly string[] | ((origin: string, context: Context) => Awaitable<boolean>)
  /** Methods that these pages may use, besides GET, HEAD and POST. Default: `PUT`, `PATCH`, `DELETE`. */
  methods?: readonly string[]
  /** Header fields that these pages may send. Default: those that they ask for. */
  headers?: readonly string[]
  /** Header fields of answers that these pages may read, besides those that everybody may. Default: none. */
  exposed?: readonly string[]
  /** Whether these pages may send cookies, and read what is answered to them; not with `*`. Default: `false`. */
  credentials?: boolean
  /** Seconds that browsers remember what is allowed. Default: `600`. */
  maxAge?: number
  /** Whether public pages may ask for what is in a private network (`Access-Control-Request-Private-Network`). Default: `false`. */
  privateNetwork?: boolean
}

/** The options of `cors`, checked. */
export interface Settings {
  readonly isAllowed: (origin: string, context: Context) => Awaitable<boolean>
  /** Whether all answers are the same, whoever asks. */
  readonly isForAll: boolean
  readonly methods: string
  /** `undefined`: what is asked for. */
  readonly headers: string | undefined
  readonly exposed: string
  readonly credentials: boolean
  readonly maxAge: string
  readonly privateNetwork: boolean
}

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/

/**
 * The options, checked.
 * @throws {TypeError} when one is wrong.
 */
export function settingsFrom(options: CorsOptions): Settings {
  const {
    origins,
    methods = ['PUT', 'PATCH', 'DELETE'],
    headers,
    exposed = [],
    credentials = false,
    maxAge = 600,
    privateNetwork = false,
  } = options
  if (credentials && origins === '*')
    throw new TypeError('cors: with credentials, origins are named; any page at all could read what a visitor may read')
  if (!Number.isInteger(maxAge) || maxAge < -1) throw new TypeError('cors: maxAge is a whole number of seconds, or -1 for not at all')
  for (const [name, list] of Object.entries({ methods, headers, exposed })) checkNames(name, list, credentials)
  return {
    isAllowed: predicateOf(origins),
    isForAll: origins === '*',
    methods: [...new Set(['GET', 'HEAD', 'POST', ...methods])].join(', '),
    headers: headers?.join(', '),
    exposed: exposed.join(', '),
    credentials,
    maxAge: String(maxAge),
    privateNetwork,
  }
}

function predicateOf(origins: CorsOptions['origins']): Settings['isAllowed'] {
  if (origins === '*') return () => true
  if (typeof origins === 'function') return (origin, context) => origin !== 'null' && origins(origin, context)
  const known = checkOrigins(origins)
  return (origin) => known.has(origin)
}

// With credentials a star is a name like any other (Fetch "CORS-preflight fetch").
function checkNames(option: string, names: readonly string[] | undefined, credentials: boolean): void {
  for (const name of names ?? []) {
    if (!token.test(name)) throw new TypeError(`cors: ${option} has ${JSON.stringify(name)}, which is no name`)
    if (name === '*' && credentials) throw new TypeError(`cors: with credentials, ${option} are named, not *`)
  }
}

import { policyOf, type Directives, type Policy } from './content-security-policy.ts'

/** How browsers are told to use https only. */
export interface HstsOptions {
  /** Seconds for which they remember. Default: `31536000`, a year. */
  maxAge?: number
  /** Whether it holds for all hosts below this one. Default: `false`. */
  includeSubDomains?: boolean
  /** Whether the host may be put on the list that browsers bring along; it is hard to get off it. Default: `false`. */
  preload?: boolean
}

/** What the fields say; false leaves one out. What the application has set is never changed. */
export interface SecureHeadersOptions {
  /** What differs from the default policy: own sources, scripts and styles with the nonce, images also from `data:`, no plug-ins, frames of one's own. */
  contentSecurityPolicy?: Directives | false
  /** Whether the policy is only reported on, not enforced. Default: `false`. */
  reportOnly?: boolean
  /** `Strict-Transport-Security`, sent over https only. Default: a year, this host alone. */
  hsts?: HstsOptions | false
  /** `Referrer-Policy`. Default: `'same-origin'`; with `no-referrer` browsers would send forms with `Origin: null`. */
  referrerPolicy?: string | false
  /** `Permissions-Policy`: features with who may use them, such as `{ camera: [], fullscreen: ['self'] }`. Default: nobody for camera, display-capture, geolocation, microphone, payment and usb. */
  permissionsPolicy?: Readonly<Record<string, readonly string[]>> | false
  /** `Cross-Origin-Opener-Policy`. Default: `'same-origin'`. */
  openerPolicy?: string | false
  /** `Cross-Origin-Resource-Policy`. Default: `'same-origin'`. */
  resourcePolicy?: string | false
  /** `Cross-Origin-Embedder-Policy`. Default: `false`, as it forbids most that comes from elsewhere. */
  embedderPolicy?: string | false
  /** `X-Frame-Options`, for browsers without `frame-ancestors`. Default: `'SAMEORIGIN'`. */
  frameOptions?: 'SAMEORIGIN' | 'DENY' | false
  /** `Reporting-Endpoints`: URLs by the names that `report-to` uses. Default: none. */
  reportingEndpoints?: Readonly<Record<string, string>>
}

/** Options, checked, as the fields they make. */
export interface Settings {
  readonly policy: Policy | undefined
  readonly policyField: string
  readonly hsts: string | undefined
  readonly fields: readonly (readonly [name: string, value: string])[]
}

const nobody = { camera: [], 'display-capture': [], geolocation: [], microphone: [], payment: [], usb: [] }

/**
 * @throws {TypeError} when an option is wrong.
 */
export function settingsFrom(options: SecureHeadersOptions): Settings {
  const { contentSecurityPolicy = {}, reportOnly = false, hsts = {} } = options
  const { referrerPolicy = 'same-origin', permissionsPolicy = nobody, frameOptions = 'SAMEORIGIN' } = options
  const { openerPolicy = 'same-origin', resourcePolicy = 'same-origin', embedderPolicy = false, reportingEndpoints = {} } = options
  const endpoints = Object.entries(reportingEndpoints).map(([name, url]) => `${checkKey(name)}="${checkUrl(url)}"`)
  const fields = {
    'cross-origin-embedder-policy': embedderPolicy,
    'cross-origin-opener-policy': openerPolicy,
    'cross-origin-resource-policy': resourcePolicy,
    'origin-agent-cluster': '?1',
    'permissions-policy': permissionsPolicy !== false && permissionsFrom(permissionsPolicy),
    'referrer-policy': referrerPolicy,
    'reporting-endpoints': endpoints.length > 0 && endpoints.join(', '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': frameOptions,
  }
  return {
    policy: contentSecurityPolicy === false ? undefined : policyOf(contentSecurityPolicy),
    policyField: reportOnly ? 'content-security-policy-report-only' : 'content-security-policy',
    hsts: hsts === false ? undefined : hstsFrom(hsts),
    fields: Object.entries(fields).flatMap(([name, value]) => (value === false ? [] : [[name, checkValue(name, value)] as const])),
  }
}

function hstsFrom({ maxAge = 31_536_000, includeSubDomains = false, preload = false }: HstsOptions): string {
  if (!Number.isInteger(maxAge) || maxAge < 0) throw new TypeError('secure-headers: hsts.maxAge is a number of seconds')
  // https://hstspreload.org: the list takes no other
  if (preload && !(includeSubDomains && maxAge >= 31_536_000))
    throw new TypeError('secure-headers: hsts.preload needs includeSubDomains and a maxAge of a year')
  return `max-age=${maxAge}${includeSubDomains ? '; includeSubDomains' : ''}${preload ? '; preload' : ''}`
}

function permissionsFrom(permissions: Readonly<Record<string, readonly string[]>>): string | false {
  const features = Object.entries(permissions).map(([feature, allowed]) => {
    const sources = allowed.map((source) => (source === 'self' || source === '*' ? source : `"${checkUrl(source)}"`))
    return `${checkKey(feature)}=${sources[0] === '*' ? '*' : `(${sources.join(' ')})`}`
  })
  return features.length > 0 && features.join(', ')
}

function checkKey(name: string): string {
  if (/^[a-z][a-z\d_-]*$/.test(name)) return name
  throw new TypeError(`secure-headers: ${JSON.stringify(name)} is not a name in lower case`)
}

function checkUrl(url: string): string {
  if (typeof url === 'string' && URL.canParse(url, 'https://example.org') && /^[!#-[\]-~]+$/.test(url)) return url
  throw new TypeError(`secure-headers: ${JSON.stringify(url)} is not a URL`)
}

function checkValue(name: string, value: string): string {
  if (typeof value === 'string' && /^[!-~]+(?:[ !-~]*[!-~])?$/.test(value)) return value
  throw new TypeError(`secure-headers: ${JSON.stringify(value)} is not a value of ${name}`)
}

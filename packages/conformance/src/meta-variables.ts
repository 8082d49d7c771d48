// https://www.rfc-editor.org/rfc/rfc3875 §4.1
import type { Can } from './capability.ts'
import type { Expected } from './driver.ts'
import type { Field } from './field.ts'
import { prefixed } from './http1.ts'
import type { RequestHead } from './peer-request.ts'

/** The web server whose habits the variables have. */
export type WebServerProfile = 'nginx' | 'apache' | 'lighttpd'

/** What is lost by a web server's habits: nginx collects a request first, Apache joins Cookie fields as any other, lighttpd alone passes interim responses on. */
export const canOfProfile: Readonly<Record<WebServerProfile, Can>> = {
  nginx: { fullDuplex: false, informational: false },
  apache: { informational: false, repeatedCookie: false },
  lighttpd: {},
}

/** What a web server knows of itself and its client. */
export interface WebServerSite extends Expected {
  readonly profile: WebServerProfile
}

interface Habits {
  readonly software: string
  /** Path variables for a target's path, its mount, decoded as this server does. */
  paths(path: string, mount: string): Field[]
  fields(fields: readonly Field[]): Field[]
  length(framing: RequestHead['framing']): Field[]
}

/** The variables of a request as a web server hands them to CGI and FastCGI applications; names may be repeated. */
export function metaVariables(head: RequestHead, site: WebServerSite): Field[] {
  const habits = habitsOf[site.profile]
  const { origin, base } = site
  const [serverName = '', serverPort = '80'] = hostAndPort(origin)
  const target = prefixed(base, head.target)
  const { path, query } = partsOf(target)
  return [
    ['GATEWAY_INTERFACE', 'CGI/1.1'],
    ['SERVER_SOFTWARE', habits.software],
    ['SERVER_PROTOCOL', 'HTTP/1.1'],
    ['SERVER_NAME', serverName],
    ['SERVER_PORT', serverPort],
    ['REQUEST_METHOD', head.method],
    ['REQUEST_URI', target],
    ['QUERY_STRING', query],
    ['REMOTE_ADDR', site.client],
    ['REMOTE_PORT', '49152'],
    ...habits.paths(path, base),
    ...habits.length(head.framing),
    ['HTTP_HOST', head.authority ?? new URL(origin).host],
    ...habits.fields(exported(head.fields)),
  ]
}

const habitsOf: Readonly<Record<WebServerProfile, Habits>> = {
  // fastcgi_params, fastcgi_script_name without fastcgi_split_path_info; what is absent is empty
  nginx: {
    software: 'nginx/1.22.1',
    paths: (path) => [
      ['SCRIPT_NAME', decoded(path)],
      ['DOCUMENT_URI', decoded(path)],
      ['DOCUMENT_ROOT', '/srv'],
      ['SCRIPT_FILENAME', `/srv${decoded(path)}`],
      ['REDIRECT_STATUS', '200'],
      ['REQUEST_SCHEME', 'http'],
    ],
    fields: (fields) => (fields.some(([name]) => name === 'CONTENT_TYPE') ? [...fields] : [['CONTENT_TYPE', ''], ...fields]),
    length: (framing) => [['CONTENT_LENGTH', framing.kind === 'length' ? framing.value : ''], ...chunked(framing)],
  },
  // mod_cgi: %2F stays encoded in PATH_INFO
  apache: {
    software: 'Apache/2.4.66 (Debian)',
    paths: (path, mount) => [
      ['SCRIPT_NAME', mount],
      ['PATH_INFO', decoded(path.slice(mount.length), /%2f/i)],
      ['SCRIPT_FILENAME', `/srv${mount}`],
      ['REQUEST_SCHEME', 'http'],
    ],
    fields: (fields) =>
      joined(
        fields.filter(([name]) => name !== 'HTTP_AUTHORIZATION' && name !== 'HTTP_PROXY'),
        ', ',
      ),
    length: (framing) => (framing.kind === 'length' ? [['CONTENT_LENGTH', framing.value]] : chunked(framing)),
  },
  lighttpd: {
    software: 'lighttpd/1.4.69',
    paths: (path, mount) => [
      ['SCRIPT_NAME', mount],
      ['PATH_INFO', decoded(path.slice(mount.length))],
      ['SCRIPT_FILENAME', `/srv${mount}`],
      ['REDIRECT_STATUS', '200'],
      ['REQUEST_SCHEME', 'http'],
    ],
    fields: (fields) =>
      joined(
        fields.filter(([name]) => name !== 'HTTP_PROXY'),
        '; ',
      ),
    length: (framing) => [['CONTENT_LENGTH', framing.kind === 'length' ? framing.value : framing.kind === 'none' ? '0' : '-1']],
  },
}

function chunked(framing: RequestHead['framing']): Field[] {
  return framing.kind === 'unknown' ? [['HTTP_TRANSFER_ENCODING', 'chunked']] : []
}

// All servers leave out names with an underscore, and names that no variable can have.
function exported(fields: readonly Field[]): Field[] {
  return fields
    .filter(([name]) => /^[\dA-Za-z-]+$/.test(name))
    .map(([name, value]) => [variableNameOf(name), value.replace(/^[\t ]+|[\t ]+$/g, '')])
}

function variableNameOf(name: string): string {
  const variable = name.toUpperCase().replaceAll('-', '_')
  return variable === 'CONTENT_TYPE' ? variable : `HTTP_${variable}`
}

function joined(fields: readonly Field[], cookieSeparator: string): Field[] {
  const byName = new Map<string, string>()
  for (const [name, value] of fields) {
    const earlier = byName.get(name)
    const separator = name === 'HTTP_COOKIE' ? cookieSeparator : ', '
    byName.set(name, earlier === undefined ? value : earlier + separator + value)
  }
  return [...byName]
}

function hostAndPort(origin: string): string[] {
  const { hostname, port } = new URL(origin)
  return [hostname, port || '80']
}

function partsOf(target: string): { path: string; query: string } {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')
  const mark = local.indexOf('?')
  const path = mark === -1 ? local : local.slice(0, mark)
  return { path: path === '' || path === '*' ? '/' : path, query: mark === -1 ? '' : local.slice(mark + 1) }
}

// Dot segments are resolved after decoding, as web servers do to find a file.
function decoded(path: string, kept?: RegExp): string {
  const plain = path.replace(/%([\da-f]{2})/gi, (escape, digits: string) =>
    kept?.test(escape) ? escape : String.fromCharCode(Number.parseInt(digits, 16)),
  )
  const segments: string[] = []
  for (const segment of plain.split('/')) {
    if (segment === '..') segments.length = Math.max(1, segments.length - 1)
    else if (segment !== '.') segments.push(segment)
  }
  if (/\/\.\.?$/.test(plain)) segments.push('')
  return segments.join('/')
}

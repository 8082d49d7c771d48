// https://www.rfc-editor.org/rfc/rfc3875 §4.1.5, §4.1.13
import { variable } from './variable.ts'

/** The decoded path of a request, in two parts. */
export interface Script {
  /** What leads to the application: `''` or `/x`, never with a slash at its end. */
  readonly name: string
  /** The rest: `''` or `/…`. */
  readonly info: string
}

/** SCRIPT_NAME and PATH_INFO, put right where the server has another idea of them. */
export function scriptOf(pairs: readonly string[], protocol: string): Script {
  const name = variable(pairs, 'SCRIPT_NAME')
  const info = variable(pairs, 'PATH_INFO')
  // nginx's own scgi_params have neither.
  if (!name && !info) return { name: '', info: rooted(variable(pairs, 'DOCUMENT_URI') ?? '') }
  if (name && info === undefined && protocol !== 'cgi' && !splitsPaths(pairs)) return { name: '', info: rooted(name) }
  return trimmed(rooted(name ?? ''), rooted(info ?? ''))
}

// CGI §4.1.5 leaves PATH_INFO out when it is empty, as these do; nginx, HAProxy and mod_proxy_fcgi leave it out when they know of no script.
function splitsPaths(pairs: readonly string[]): boolean {
  const software = variable(pairs, 'SERVER_SOFTWARE') ?? ''
  if (software.startsWith('Apache')) return !variable(pairs, 'SCRIPT_FILENAME')?.startsWith('proxy:')
  return software.startsWith('lighttpd')
}

function rooted(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`
}

// lighttpd calls an application at the root '/', which is the beginning of the rest.
function trimmed(name: string, info: string): Script {
  if (!name.endsWith('/')) return { name, info }
  return { name: name.replace(/\/+$/, ''), info: info === '' ? '/' : info }
}

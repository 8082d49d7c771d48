// https://www.rfc-editor.org/rfc/rfc3875 §4.1.5, §4.1.13
import { apacheScript } from './apache-script.ts'
import { withoutDots } from './dot-segments.ts'
import type { Script } from './location.ts'
import { withoutTrailingSlashes } from './trailing-slashes.ts'
import { variable } from './variable.ts'

/** SCRIPT_NAME and PATH_INFO, put right where the server has another idea of them. */
export function scriptOf(pairs: readonly string[], protocol: string): Script {
  const name = normal(variable(pairs, 'SCRIPT_NAME') ?? '')
  const info = variable(pairs, 'PATH_INFO')
  // nginx's own scgi_params have neither.
  if (name === '' && !info) return { name, info: normal(variable(pairs, 'DOCUMENT_URI') ?? '') }
  if (info === undefined && protocol !== 'cgi') return wholeOrScript(pairs, name)
  return split(name, normal(info ?? ''))
}

// CGI §4.1.5 leaves out an empty PATH_INFO, as lighttpd does; nginx and HAProxy leave it out when they know of no script.
function wholeOrScript(pairs: readonly string[], name: string): Script {
  const software = variable(pairs, 'SERVER_SOFTWARE') ?? ''
  if (software.startsWith('lighttpd')) return split(name, '')
  const script = software.startsWith('Apache') ? apacheScript(pairs, name) : undefined
  return script ? split(script.name, script.info) : { name: '', info: name }
}

// lighttpd calls an application at the root '/', which is the beginning of the rest.
function split(name: string, info: string): Script {
  return name.endsWith('/') ? { name: withoutTrailingSlashes(name), info: info === '' ? '/' : info } : { name, info }
}

// Caddy and HAProxy leave dot segments to the application.
function normal(path: string): string {
  if (path === '') return path
  return withoutDots(path.startsWith('/') ? path : `/${path}`)
}

// https://www.rfc-editor.org/rfc/rfc3875 §3.3
import { parseTarget, type Target } from '@gangway/gateway'
import { matchDecoded } from './match-decoded.ts'
import { decodePercent, encodePath } from './percent.ts'
import { withoutTrailingSlashes } from './trailing-slashes.ts'

/** The decoded path of a request, in two parts. */
export interface Script {
  /** What leads to the application: `''` or `/x`, never with a slash at its end. */
  readonly name: string
  /** The rest: `''` or `/…`. */
  readonly info: string
}

/** Where in the site a request goes, percent-encoded; `mount + path` is the path of its URL. */
export interface Location {
  readonly mount: string
  readonly path: string
  readonly query: string
}

/** What is known of a request's location. */
export interface LocationInit {
  /** The request target, taken apart, if there is one. */
  readonly asked: Target | undefined
  readonly script: Script
  /** QUERY_STRING, if the server sent one. */
  readonly query: string | undefined
  /** The prefix that the server's administrator names, instead of the script's. */
  readonly mount: string | undefined
}

/**
 * The location of a request. The target keeps what the decoded variables have lost (`%2F`), so it counts wherever it leads to the
 * script and the rest of the path; where the server rewrote the request, the variables count.
 */
export function locationOf({ asked, script, query, mount }: LocationInit): Location {
  const { path, end } = (asked && splitAsked(asked.path, script)) ?? splitVariables(script)
  const at = mount === undefined ? end : prefixEnd(path, decodePercent(mount))
  // A mount with two slashes would lead links made of it to another host.
  return { mount: path.slice(0, at).replace(/\/{2,}/g, '/'), path: path.slice(at), query: queryOf(asked?.query, query) }
}

/** A whole path, and where its mount ends. */
interface Split {
  readonly path: string
  readonly end: number
}

function splitAsked(path: string, { name, info }: Script): Split | undefined {
  if (name === '' && info === '') return { path, end: 0 }
  return splitAt(path, name, info) ?? splitHidden(path, name, info || '/')
}

// A rewrite or a directory's index leads to the script by a path that does not name it: /wiki/page for /wiki/app.cgi/page.
function splitHidden(path: string, name: string, info: string): Split | undefined {
  const folder = withoutTrailingSlashes(name.slice(0, name.lastIndexOf('/') + 1))
  return splitAt(path, folder, info) ?? splitAt(path, '', info)
}

function splitAt(path: string, name: string, info: string): Split | undefined {
  const end = prefixEnd(path, name)
  if ((end === 0 && name !== '') || !isWhole(path, end, info)) return undefined
  return { path, end }
}

// Apache's ProxyPass says '/' where there is nothing.
function isWhole(path: string, end: number, info: string): boolean {
  return matchDecoded(path, end, info) === path.length || (info === '/' && end === path.length)
}

// 0 as well where the path does not begin so.
function prefixEnd(path: string, name: string): number {
  const end = matchDecoded(path, 0, name)
  return end === path.length || path.charAt(end) === '/' ? end : 0
}

function splitVariables({ name, info }: Script): Split {
  const mount = encodePath(name)
  return { path: mount + encodePath(info) || '/', end: mount.length }
}

// lighttpd normalises the query; where it differs in more than encoding, the server rewrote it.
function queryOf(asked: string | undefined, query: string | undefined): string {
  if (query === undefined || query === asked) return asked ?? ''
  if (asked !== undefined && decodePercent(asked) === decodePercent(query)) return asked
  return parseTarget('GET', `/?${query.replaceAll('#', '%23')}`).query
}

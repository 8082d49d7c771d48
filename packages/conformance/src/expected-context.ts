import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import type { DescribedContext } from './described-context.ts'
import type { Expected } from './driver.ts'

/** What an application is to see of a request; what is not named may be anything. */
export interface ExpectedContext {
  readonly method?: string
  /** Of an authority beside the driver's own: `http://host/path`, which also stands for https; else `/path`. */
  readonly url?: string
  /** `mount` and `path` together. */
  readonly path?: string
  readonly query?: string
  readonly target?: string
  /** By lower case name; `null` where there is to be none. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** latin1; `''` also stands for `null`. */
  readonly body?: string
}

/** Compares by value what an application saw with what it was to see. */
export function checkContext(described: DescribedContext, expected: ExpectedContext, peer: Expected): void {
  const { pathname, search } = new URL(described.url)
  strictEqual(described.mount + described.path, pathname, 'mount and path are not the path of the URL')
  strictEqual(described.query, search.slice(1), 'the query is not that of the URL')
  const inner = withoutBase(described, peer.base)
  const seen: Record<string, unknown> = { ...inner, body: described.body ?? '', headers: picked(described.headers, expected.headers) }
  const url = expected.url?.startsWith('/') ? peer.origin + expected.url : expected.url?.replace('http:', new URL(peer.origin).protocol)
  const wanted = url === undefined ? expected : { ...expected, url }
  deepStrictEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, seen[key]])), { ...wanted })
}

function withoutBase({ method, url, mount, path, query, target }: DescribedContext, base: string): Record<string, string> {
  const location = new URL(url)
  const strip = (text: string) => (text.startsWith(base) ? text.slice(base.length) : text)
  const href = `${location.protocol}//${location.host}${strip(location.pathname)}${location.search}`
  return { method, url: href, path: strip(mount + path), query, target: strip(target) }
}

function picked(headers: DescribedContext['headers'], names: ExpectedContext['headers'] = {}): Record<string, string | null> {
  const byName = new Map(headers)
  return Object.fromEntries(Object.keys(names).map((name) => [name, byName.get(name) ?? null]))
}

import { contextFor, extend, type ContextForInit } from '@gangway/gateway'
import type { WikiContext } from '../src/controller/wiki-context.ts'
import type { Pages } from '../src/model/pages.ts'

/** What a controller gets, without a server. */
export function wikiContextFor(pages: Pages, method: string, url: string, init: ContextForInit = {}): WikiContext {
  return extend(contextFor(method, url, init), { pages })
}

/** A form as a browser sends it. */
export function formOf(fields: Record<string, string>): { headers: Record<string, string>; body: string } {
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() }
}

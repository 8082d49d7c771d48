// https://www.rfc-editor.org/rfc/rfc9110 §13.2.2
import type { Context } from '@gangway/gateway'
import { listsTag } from './entity-tags.ts'
import { parseHttpDate } from './http-date.ts'

/** By what a request's conditions are judged. */
export interface Validators {
  /** The entity tag, with its quotes; weak ones begin with `W/`. Default: none. */
  etag?: string | undefined
  /** When the resource last changed. Default: not known. */
  modified?: Date | undefined
}

/** What is asked, as far as conditions matter. */
export type Asked = Pick<Context, 'method' | 'headers'>

/** The status for conditions that do not hold, in the order of the clause; `current` is null where there is no such resource yet. */
export function evaluate({ method, headers }: Asked, current: Validators | null): 304 | 412 | undefined {
  const { etag, modified } = current ?? {}
  const time = modified && Math.floor(modified.getTime() / 1000) * 1000
  const ifMatch = headers.get('if-match')
  if (ifMatch !== null && !isListed(ifMatch, current, etag, 'strong')) return 412
  const unmodifiedSince = ifMatch === null ? dateIn(headers.get('if-unmodified-since')) : undefined
  if (time !== undefined && unmodifiedSince !== undefined && time > unmodifiedSince) return 412
  const isSafe = method === 'GET' || method === 'HEAD'
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null) {
    if (!isListed(ifNoneMatch, current, etag, 'weak')) return undefined
    return isSafe ? 304 : 412
  }
  const modifiedSince = isSafe ? dateIn(headers.get('if-modified-since')) : undefined
  return time !== undefined && modifiedSince !== undefined && time <= modifiedSince ? 304 : undefined
}

function isListed(list: string, current: Validators | null, etag: string | undefined, comparison: 'weak' | 'strong'): boolean {
  if (list.trim() === '*') return current !== null
  return etag !== undefined && listsTag(list, etag, comparison)
}

// A date that is none is ignored (§13.1.3, §13.1.4).
function dateIn(field: string | null): number | undefined {
  return field === null ? undefined : parseHttpDate(field)
}

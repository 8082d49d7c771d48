// https://www.rfc-editor.org/rfc/rfc9110 §13.2.2
import type { Context } from '@gangway/gateway'
import { listsTag } from './entity-tags.ts'
import { parseHttpDate } from './http-date.ts'

/** What a request's conditions are compared with. */
export interface Validators {
  readonly etag: string
  readonly modified: Date
}

/** The status that a GET or HEAD is answered with for its conditions, in the order of the clause; `undefined` when they ask for the file. */
export function failedCondition({ headers }: Pick<Context, 'headers'>, { etag, modified }: Validators): 304 | 412 | undefined {
  const time = Math.floor(modified.getTime() / 1000) * 1000
  const ifMatch = headers.get('if-match')
  const unmodifiedSince = dateIn(headers.get('if-unmodified-since'))
  if (ifMatch !== null && !listsTag(ifMatch, etag, 'strong')) return 412
  if (ifMatch === null && unmodifiedSince !== undefined && time > unmodifiedSince) return 412
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null) return listsTag(ifNoneMatch, etag, 'weak') ? 304 : undefined
  const modifiedSince = dateIn(headers.get('if-modified-since'))
  return modifiedSince !== undefined && time <= modifiedSince ? 304 : undefined
}

// A date that is none is ignored (§13.1.3, §13.1.4).
function dateIn(field: string | null): number | undefined {
  return field === null ? undefined : parseHttpDate(field)
}

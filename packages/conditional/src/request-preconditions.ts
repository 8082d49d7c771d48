import { empty, text } from '@gangway/gateway'
import { evaluate, type Asked, type Validators } from './evaluate.ts'

/** The conditions of one request. */
export interface Preconditions {
  /**
   * The answer where the conditions do not hold for what there is now, `null` for nothing: 412, or 304 for GET and HEAD. Ask before anything is changed, or made at great cost.
   * @throws {TypeError} when the tag is not an entity tag.
   */
  failed(current: Validators | null): Response | undefined
}

/** The conditions that a request comes with. */
export function preconditionsOf(asked: Asked): Preconditions {
  return {
    failed(current) {
      const headers = headersFor(current ?? {})
      const status = evaluate(asked, current)
      if (status === 304) return empty({ status, headers })
      return status === 412 ? text('Precondition Failed\n', { status, headers }) : undefined
    },
  }
}

function headersFor({ etag, modified }: Validators): Record<string, string> {
  if (etag !== undefined && !/^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(etag))
    throw new TypeError(`conditional: ${JSON.stringify(etag)} is not an entity tag, which has double quotes`)
  return { ...(etag !== undefined && { etag }), ...(modified && { 'last-modified': modified.toUTCString() }) }
}

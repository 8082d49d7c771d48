/** A part of a representation: `end` is not included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * A `Range` field with a single byte range (RFC 9110 §14.1.2); `undefined` for what is to be ignored: other units, several ranges, bad
 * syntax, and any part of nothing, which could not be named in `Content-Range`.
 */
export function parseRange(field: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=[\t ]*(\d*)-(\d*)[\t ]*$/i.exec(field) ?? []
  if ((first === '' && last === '') || size === 0) return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  return start < end ? { start, end } : 'unsatisfiable'
}

// https://www.rfc-editor.org/rfc/rfc9110 §14.1.2
/** A part of a file: `end` is not included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

// Parts that are closer than the head of a part are sent as one; more than this many are a mistake or an attack (§14.2).
const nearby = 80
const mostRanges = 50

/** The parts that a Range field with several ranges asks for, those that touch put together; `undefined` when it is to be ignored. */
export function parseRanges(field: string, size: number): readonly ByteRange[] | 'unsatisfiable' | undefined {
  const [, list] = /^bytes=(.*)$/i.exec(field) ?? []
  if (list === undefined || size === 0) return undefined
  const specs = list
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '')
  if (specs.length === 0 || specs.length > mostRanges) return undefined
  const ranges: ByteRange[] = []
  for (const spec of specs) {
    const range = parseSpec(spec, size)
    if (!range) return undefined
    if (range.start < range.end) ranges.push(range)
  }
  return ranges.length === 0 ? 'unsatisfiable' : coalesced(ranges)
}

function parseSpec(spec: string, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(spec) ?? []
  if (first === '' && last === '') return undefined
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size }
  if (last !== '' && Number(last) < Number(first)) return undefined
  return { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) }
}

// In the order in which the first of each was asked for.
function coalesced(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const ordered = ranges.map((range, order) => ({ ...range, order })).sort((one, other) => one.start - other.start)
  const merged: typeof ordered = []
  for (const range of ordered) {
    const previous = merged.at(-1)
    if (!previous || range.start > previous.end + nearby) merged.push(range)
    else
      merged.splice(-1, 1, { start: previous.start, end: Math.max(previous.end, range.end), order: Math.min(previous.order, range.order) })
  }
  return merged.sort((one, other) => one.order - other.order).map(({ start, end }) => ({ start, end }))
}

import { decodeSegment } from './segment.ts'

/** One segment of a pattern: a text (decoded), or a parameter. */
export type PatternSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'int' | 'text' | 'rest'; readonly name: string }

/**
 * Takes a pattern apart: `''`, or segments with a slash before each.
 * @throws {TypeError} when it is none, and says why.
 */
export function parsePattern(pattern: string): readonly PatternSegment[] {
  if (typeof pattern !== 'string') throw new TypeError(`router: a pattern is a text, not ${typeof pattern}`)
  if (pattern === '') return []
  if (!pattern.startsWith('/')) throw wrong(pattern, "does not begin with a slash, and is not ''")
  const segments = pattern
    .slice(1)
    .split('/')
    .map((text, index, all) => parseSegment(pattern, text, index === all.length - 1))
  const names = segments.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]))
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw wrong(pattern, `has two parameters called ${repeated}`)
  return segments
}

/** The error for a pattern that is none. */
export function wrong(pattern: string, why: string): TypeError {
  return new TypeError(`router: the pattern ${JSON.stringify(pattern)} ${why}`)
}

function parseSegment(pattern: string, text: string, isLast: boolean): PatternSegment {
  if (text.startsWith(':') || text.startsWith('*')) return parseParameter(pattern, text, isLast)
  const decoded = decodeSegment(text)
  if (decoded === undefined) throw wrong(pattern, `has a percent sign in ${JSON.stringify(text)} that encodes no character`)
  if (decoded === '' && !isLast) throw wrong(pattern, 'has an empty segment')
  if (decoded === '.' || decoded === '..') throw wrong(pattern, 'has a dot segment, which no URL keeps')
  if (/[?#]/.test(text)) throw wrong(pattern, 'has a query or a fragment: percent-encode ? and #')
  return { kind: 'literal', text: decoded }
}

function parseParameter(pattern: string, text: string, isLast: boolean): PatternSegment {
  const [, sign, name, converter] = /^([:*])([A-Za-z]\w*)(<int>)?$/.exec(text) ?? []
  if (name === undefined) throw wrong(pattern, `has ${JSON.stringify(text)}, which is not :name, :name<int> or *name`)
  if (sign === ':') return { kind: converter ? 'int' : 'text', name }
  if (converter) throw wrong(pattern, `has ${JSON.stringify(text)}: the rest of a path is no number`)
  if (!isLast) throw wrong(pattern, `has segments after ${text}, which takes all of them`)
  return { kind: 'rest', name }
}

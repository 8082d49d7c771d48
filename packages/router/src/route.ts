import type { Params } from './params.ts'
import { parsePattern, type PatternSegment } from './pattern.ts'
import { encodeSegment, integerOf, isSegment } from './segment.ts'

/** What a URL has besides its parameters. */
export interface HrefOptions {
  /** What is before the pattern: `context.mount` of the application that has the route. Default: `''`. */
  mount?: string
  /** The query; keys whose value is undefined are left out. Default: none. */
  query?: URLSearchParams | Readonly<Record<string, string | number | boolean | undefined>>
}

/** A pattern with a name in code, from which a router takes it, and of which a view makes links. */
export interface Route<Pattern extends string = string> {
  /** As it was written. */
  readonly pattern: Pattern
  /**
   * The path that leads to the route with these parameters, each encoded once.
   * @throws {TypeError} when a parameter is missing or cannot be in a path: empty, `.`, `..`, or no non-negative integer.
   */
  href(...args: HrefArguments<Pattern>): string
}

type HrefArguments<Pattern extends string> =
  {} extends Params<Pattern> ? [params?: Params<Pattern>, options?: HrefOptions] : [params: Params<Pattern>, options?: HrefOptions]

/**
 * Names a pattern, so that links to it are made from it.
 * @throws {TypeError} when it is not a pattern.
 */
export function route<Pattern extends string>(pattern: Pattern): Route<Pattern> {
  const segments = parsePattern(pattern)
  const href = (params: Readonly<Record<string, unknown>> = {}, { mount = '', query = {} }: HrefOptions = {}): string => {
    const given = new Map(Object.entries(params))
    const path = segments.map((segment) => `/${encodePart(pattern, segment, given)}`).join('')
    const search = searchOf(query)
    return `${mount}${path}${search === '' ? '' : `?${search}`}`
  }
  // It takes any parameters and checks them; the pattern's type only narrows what is given.
  return { pattern, href: href as Route<Pattern>['href'] }
}

function encodePart(pattern: string, segment: PatternSegment, given: ReadonlyMap<string, unknown>): string {
  if (segment.kind === 'literal') return encodeSegment(segment.text)
  const value = given.get(segment.name)
  const encoded = encoders[segment.kind](value)
  if (encoded === undefined) throw new TypeError(`router: ${describe(value)} cannot be ${segment.name} in ${pattern}`)
  return encoded
}

const encoders: Readonly<Record<'int' | 'text' | 'rest', (value: unknown) => string | undefined>> = {
  int: (value) => (typeof value === 'number' && integerOf(String(value)) === value ? String(value) : undefined),
  text: (value) => (typeof value === 'string' && isSegment(value) ? encodeSegment(value) : undefined),
  rest: (value) => (isSegments(value) ? value.map(encodeSegment).join('/') : undefined),
}

function isSegments(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && isSegment(item))
}

function searchOf(query: NonNullable<HrefOptions['query']>): string {
  if (query instanceof URLSearchParams) return query.toString()
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.append(name, String(value))
  return given.toString()
}

function describe(value: unknown): string {
  return typeof value === 'string' || Array.isArray(value) ? JSON.stringify(value) : String(value)
}

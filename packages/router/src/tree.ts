import type { Application } from '@gangway/gateway'
import type { Param } from './params.ts'
import { parsePattern, wrong, type PatternSegment } from './pattern.ts'
import { decodeSegment, integerOf } from './segment.ts'

/** What a request is handed to, with what its pattern calls the parameters. */
export interface Target {
  readonly pattern: string
  readonly names: readonly string[]
  readonly app: Application
}

/** All that one pattern can do. */
export interface Resource {
  readonly byMethod: Map<string, Target>
  any: Target | undefined
}

/** A segment of the patterns, and what may follow it. */
export interface Node {
  readonly literals: Map<string, Node>
  int: Node | undefined
  text: Node | undefined
  rest: Resource | undefined
  resource: Resource | undefined
  mounted: Target | undefined
}

/** Where a request goes; `consumed` is the part of the path that a mounted application does not see. */
export interface Match {
  readonly target: Target
  readonly values: readonly Param[]
  readonly consumed: string | undefined
}

/** Methods of resources that match the path but not the method. */
export type Refusals = Set<string>

/** All patterns of a router. */
export interface Table {
  readonly root: Node
  /** Resources without parameters by their path, which need no search (0.1 µs in place of 0.2 µs). */
  readonly fixed: Map<string, Resource>
}

/** A table without patterns. */
export function emptyTable(): Table {
  return { root: emptyNode(), fixed: new Map() }
}

function emptyNode(): Node {
  return { literals: new Map(), int: undefined, text: undefined, rest: undefined, resource: undefined, mounted: undefined }
}

/**
 * Adds a pattern for a method, or for any (`undefined`).
 * @throws {TypeError} when it is none, or is there already.
 */
export function addRoute({ root, fixed }: Table, method: string | undefined, pattern: string, app: Application): void {
  const segments = parsePattern(pattern)
  const resource = resourceAt(root, segments)
  const target = { pattern, names: namesIn(segments), app }
  const taken = method === undefined ? resource.any : resource.byMethod.get(method)
  if (taken) throw wrong(pattern, `is there already for ${method ?? 'any method'}, as ${JSON.stringify(taken.pattern)}`)
  if (method === undefined) resource.any = target
  else resource.byMethod.set(method, target)
  if (segments.every(isPlain)) fixed.set(pattern, resource)
}

/**
 * Adds an application for a path and all below it.
 * @throws {TypeError} when the path is no pattern without a rest, or is taken.
 */
export function addMount({ root }: Table, pattern: string, app: Application): void {
  const segments = parsePattern(pattern)
  const last = segments.at(-1)
  if (last?.kind === 'rest') throw wrong(pattern, `cannot be mounted: what is below it goes to the application, not to *${last.name}`)
  if (last?.kind === 'literal' && last.text === '') throw wrong(pattern, 'cannot be mounted: it ends with a slash')
  const node = nodeAt(root, segments)
  if (node.mounted) throw wrong(pattern, `is mounted already, as ${JSON.stringify(node.mounted.pattern)}`)
  node.mounted = { pattern, names: namesIn(segments), app }
}

/** The most specific route that has the method, literals before integers, texts, rests and mounts; the others' methods are refusals. */
export function findTarget({ root, fixed }: Table, method: string, path: string, refusals: Refusals): Match | undefined {
  const state = { method, path, refusals, values: [] }
  return accept(fixed.get(path), state) ?? search(root, 1, state)
}

/** Every method that has a route. */
export function methodsOf({ root }: Table): Refusals {
  return new Set(resourcesBelow(root).flatMap(({ byMethod }) => [...byMethod.keys()]))
}

interface Search {
  readonly method: string
  readonly path: string
  readonly refusals: Refusals
  readonly values: Param[]
}

// Each node is visited at most once, as there is one way to it: no path takes longer than all patterns together.
function search(node: Node, start: number, state: Search): Match | undefined {
  const { path } = state
  if (start > path.length) return accept(node.resource, state) ?? mountedAt(node, path, state)
  const slash = path.indexOf('/', start)
  const end = slash === -1 ? path.length : slash
  return (
    searchSegment(node, decodeSegment(path.slice(start, end)), end + 1, state) ??
    searchRest(node, start, state) ??
    mountedAt(node, path.slice(0, start - 1), state)
  )
}

function searchSegment(node: Node, segment: string | undefined, next: number, state: Search): Match | undefined {
  if (segment === undefined) return undefined
  const literal = node.literals.get(segment)
  const found = literal && search(literal, next, state)
  if (found || segment === '') return found
  const integer = node.int && integerOf(segment)
  const numbered = node.int && integer !== undefined ? searchWith(node.int, integer, next, state) : undefined
  return numbered ?? (node.text && searchWith(node.text, segment, next, state))
}

function searchWith(node: Node, value: Param, next: number, state: Search): Match | undefined {
  state.values.push(value)
  const found = search(node, next, state)
  if (!found) state.values.pop()
  return found
}

function searchRest(node: Node, start: number, state: Search): Match | undefined {
  if (!node.rest) return undefined
  const segments: string[] = []
  for (const raw of state.path.slice(start).split('/')) {
    const segment = decodeSegment(raw)
    if (segment === undefined || segment === '') return undefined
    segments.push(segment)
  }
  const found = accept(node.rest, state)
  return found && { ...found, values: [...state.values, segments] }
}

function accept(resource: Resource | undefined, { method, refusals, values }: Search): Match | undefined {
  if (!resource) return undefined
  const { byMethod, any } = resource
  const target = byMethod.get(method) ?? (method === 'HEAD' ? byMethod.get('GET') : undefined) ?? any
  if (target) return { target, values, consumed: undefined }
  for (const allowed of byMethod.keys()) refusals.add(allowed)
  return undefined
}

function mountedAt({ mounted }: Node, consumed: string, { values }: Search): Match | undefined {
  return mounted && { target: mounted, values, consumed }
}

function resourcesBelow(node: Node): Resource[] {
  const below = [...node.literals.values(), node.int, node.text].flatMap((child) => (child ? resourcesBelow(child) : []))
  return [node.resource, node.rest].flatMap((resource) => resource ?? []).concat(below)
}

// Written in a path in one way only, but for needless percent-encoding.
function isPlain(segment: PatternSegment): boolean {
  return segment.kind === 'literal' && /^[\w\-.~]*$/.test(segment.text)
}

function nodeAt(root: Node, segments: readonly PatternSegment[]): Node {
  let node = root
  for (const segment of segments) node = childOf(node, segment)
  return node
}

function resourceAt(root: Node, segments: readonly PatternSegment[]): Resource {
  const isRest = segments.at(-1)?.kind === 'rest'
  const node = nodeAt(root, isRest ? segments.slice(0, -1) : segments)
  const made = () => ({ byMethod: new Map<string, Target>(), any: undefined })
  return isRest ? (node.rest ??= made()) : (node.resource ??= made())
}

function childOf(node: Node, segment: PatternSegment): Node {
  if (segment.kind !== 'literal') return (node[segment.kind === 'int' ? 'int' : 'text'] ??= emptyNode())
  const known = node.literals.get(segment.text) ?? emptyNode()
  node.literals.set(segment.text, known)
  return known
}

function namesIn(segments: readonly PatternSegment[]): readonly string[] {
  return segments.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]))
}

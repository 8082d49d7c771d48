import { describeValue } from '../values/describe-value.ts'
import { classNameOf, ownProperty } from '../values/own-property.ts'
import type { Allowance } from '../values/limits.ts'
import { isErrorLike, rawError } from './raw-error.ts'
import { ownMembers } from './own-members.ts'
import type { ErrorReport, Frame, RelatedError } from './report.ts'
import type { StackFrame } from './stack.ts'
import { writeValue } from '../values/write-value.ts'

/** What an error tree is made with. */
export interface Surroundings {
  readonly allowance: Allowance
  /** The frames of an error, with their source and their values. */
  framesOf(thrown: unknown, frames: readonly StackFrame[]): readonly Frame[]
}

const deepest = 20
const mostErrors = 50

/** What was thrown, with all that led to it; what comes again, or goes too deep, is named and left out. */
export function errorTree(thrown: unknown, surroundings: Surroundings): ErrorReport {
  return treeOf(thrown, { surroundings, seen: new Set(), outer: undefined, depth: 0 })
}

interface Position {
  readonly surroundings: Surroundings
  readonly seen: Set<object>
  /** The frames of the error that this one led to. */
  readonly outer: readonly StackFrame[] | undefined
  readonly depth: number
}

function treeOf(thrown: unknown, position: Position): ErrorReport {
  if (!isErrorLike(thrown)) return ofAnything(thrown, position)
  position.seen.add(thrown)
  const { name, message, frames } = rawError(thrown)
  const shared = sharedFrames(frames, position.outer)
  const { surroundings } = position
  return {
    name,
    message,
    properties: ownMembers(thrown, surroundings.allowance),
    frames: surroundings.framesOf(thrown, shared > 0 ? frames.slice(0, -shared) : frames),
    sharedFrames: shared,
    related: relatedTo(thrown, { ...position, outer: frames, depth: position.depth + 1 }),
  }
}

// `throw 'a string'`: nothing but the debugger knows where it was thrown.
function ofAnything(thrown: unknown, { surroundings }: Position): ErrorReport {
  const value = describeValue(thrown, surroundings.allowance)
  return {
    name: typeof thrown === 'object' && thrown !== null ? value.text : value.type,
    message: value.type === 'string' ? value.text : writeValue(value, 200),
    properties: value.members ?? [],
    frames: surroundings.framesOf(thrown, []),
    sharedFrames: 0,
    related: [],
  }
}

function relatedTo(error: object, position: Position): RelatedError[] {
  return relationsOf(error).map(([relation, thrown]) => related(relation, thrown, position))
}

function related(relation: string, thrown: unknown, position: Position): RelatedError {
  const omitted = (reason: string): RelatedError => ({ relation, error: undefined, omitted: reason })
  if (thrown === undefined) return omitted('undefined')
  if (typeof thrown === 'object' && thrown !== null && position.seen.has(thrown))
    return omitted(`${shortName(thrown)}, which stands above already`)
  if (position.depth >= deepest || position.seen.size >= mostErrors) return omitted('more errors, which are left out')
  return { relation, error: treeOf(thrown, position) }
}

function shortName(thrown: object): string {
  return isErrorLike(thrown) ? rawError(thrown).name : (classNameOf(thrown) ?? 'an object')
}

function relationsOf(error: object): [relation: string, thrown: unknown][] {
  const relations: [string, unknown][] = []
  for (const key of ['cause', 'error', 'suppressed']) {
    const found = ownProperty(error, key)
    // `error` of something that is no SuppressedError may be anything.
    if (typeof found === 'object' && (key !== 'error' || ownProperty(error, 'suppressed'))) relations.push([key, found.value])
  }
  const errors = ownProperty(error, 'errors')
  if (typeof errors === 'object') relations.push(...itemsOf(errors.value))
  return relations
}

function itemsOf(list: unknown): [string, unknown][] {
  if (typeof list !== 'object' || list === null) return []
  const length = ownProperty(list, 'length')
  const count = typeof length === 'object' && typeof length.value === 'number' ? Math.min(length.value, mostErrors) : 0
  return Array.from({ length: count }, (_, index) => {
    const found = ownProperty(list, index)
    return [`errors[${index}]`, typeof found === 'object' ? found.value : undefined]
  })
}

// A cause was thrown below what caught it: its outermost frames are the same, and are read there.
function sharedFrames(frames: readonly StackFrame[], outer: readonly StackFrame[] | undefined): number {
  if (!outer) return 0
  let count = 0
  while (count < frames.length - 1 && isSame(frames.at(-1 - count), outer.at(-1 - count))) count++
  return count
}

function isSame(one: StackFrame | undefined, other: StackFrame | undefined): boolean {
  return !!one && !!other && one.file === other.file && one.line === other.line && one.functionName === other.functionName
}

import { isOurs } from '../own-code.ts'
import { expressionsAt } from '../source/expressions.ts'
import { linesFrom } from '../source/excerpt.ts'
import { RecentBytes } from '../source/recent-bytes.ts'
import { describeFound, describeValue } from '../values/describe-value.ts'
import { Allowance, defaultLimits, type Limits } from '../values/limits.ts'
import { ownProperty } from '../values/own-property.ts'
import type { Value } from '../values/value.ts'
import type { Capture, CapturedFrame, Range, Scope, Variable } from './capture.ts'
import type { DebuggerSession } from './debugger-session.ts'
import { scopesOf, type CallFrame, type Paused } from './paused.ts'

const mostFrames = 10
const deepest = 100
/** Variables of one scope that are looked into; of more, only what they are is told. */
const mostVariables = 25
const mostNames = 200
const flat: Limits = { ...defaultLimits, depth: 0 }

const namesOfLines = new RecentBytes<ReadonlySet<string>>(2000)

/**
 * What was thrown, with the variables of the application's frames; everything is copied within limits before the program goes on.
 * `undefined` when no frame is the application's, or `isKnown` knows what was thrown.
 */
export function takeCapture(
  session: DebuggerSession,
  paused: Paused,
  isKnown: (thrown: unknown) => boolean,
): { thrown: unknown; capture: Capture } | undefined {
  const frames = paused.callFrames
    .slice(0, deepest)
    .map((frame) => ({ frame, url: frame.url || session.urlOf(frame.location.scriptId) }))
    .filter(({ url }) => isApplication(url))
    .slice(0, mostFrames)
    .map(({ frame, url }) => ({ frame, url, names: namesAt(session, frame), scopes: scopesOf(frame) }))
  if (frames.length === 0) return undefined
  const thrown = thrownBy(paused)
  const references = frames.flatMap(({ frame, scopes }) => [frame.this.objectId, ...scopes.map(({ objectId }) => objectId)])
  return session.hand([thrown.objectId, ...references], ([object, ...values]) => {
    const what = thrown.objectId === undefined ? thrown.value : object
    if (isKnown(what)) return undefined
    const allowance = new Allowance()
    let at = 0
    const captured = frames.map(({ frame, url, names, scopes }): CapturedFrame => {
      const self = describeSelf(values[at++], frame, allowance)
      const variables = scopes.flatMap(({ type }) => variablesOf(values[at++], type, { names, allowance }))
      const { lineNumber, columnNumber = 0 } = frame.location
      return {
        functionName: frame.functionName,
        url,
        line: lineNumber + 1,
        column: columnNumber + 1,
        range: rangeOf(frame),
        self,
        variables,
      }
    })
    return { thrown: what, capture: { frames: captured } }
  }) as { thrown: unknown; capture: Capture } | undefined // what the function above returns
}

function isApplication(url: string): boolean {
  return url !== '' && !isOurs(url) && !url.startsWith('node:') && !url.includes('/node_modules/') && !url.startsWith('evalmachine.')
}

// A primitive value comes as it is, or as text where JSON has no form for it.
function thrownBy({ data }: Paused): { objectId?: string; value?: unknown } {
  const { objectId, value, unserializableValue, type, subtype } = data as {
    objectId?: string
    value?: unknown
    unserializableValue?: string
    type?: string
    subtype?: string
  } // a RemoteObject, by the protocol
  if (objectId !== undefined && type !== 'symbol') return { objectId }
  if (unserializableValue !== undefined)
    return { value: type === 'bigint' ? BigInt(unserializableValue.slice(0, -1)) : Number(unserializableValue) }
  return { value: subtype === 'null' ? null : value }
}

function describeSelf(value: unknown, frame: CallFrame, allowance: Allowance): Value | undefined {
  return frame.this.type === 'object' && frame.this.subtype !== 'null' && frame.this.className !== 'global' && value !== globalThis
    ? describeValue(value, allowance)
    : undefined
}

// The failing line's own first, so that they are whole whatever else there is; of a module nothing else.
function variablesOf(scope: unknown, type: Scope, { names, allowance }: { names: ReadonlySet<string>; allowance: Allowance }): Variable[] {
  if (typeof scope !== 'object' || scope === null) return []
  const keys = Reflect.ownKeys(scope).filter((key) => typeof key === 'string')
  const read = keys.filter((key) => names.has(key))
  const others = type === 'module' ? [] : keys.filter((key) => !names.has(key))
  return [...read, ...others].slice(0, mostNames).map((name, index) => {
    const limits = index < mostVariables && !allowance.isSpent ? defaultLimits : flat
    return { name, value: describeFound(ownProperty(scope, name), allowance, limits), scope: type }
  })
}

function rangeOf({ scopeChain, functionLocation }: CallFrame): Range | undefined {
  const own = scopeChain.find(({ type }) => type === 'local')
  const begin = functionLocation ?? own?.startLocation
  const end = own?.endLocation
  if (!begin || !end) return undefined
  return {
    line: begin.lineNumber + 1,
    column: (begin.columnNumber ?? 0) + 1,
    endLine: end.lineNumber + 1,
    endColumn: (end.columnNumber ?? 0) + 1,
  }
}

// The variables that the failing line names, of a program's own source.
function namesAt(session: DebuggerSession, { location: { scriptId, lineNumber } }: CallFrame): ReadonlySet<string> {
  const key = `${scriptId}:${lineNumber}`
  const known = namesOfLines.get(key)
  if (known) return known
  const lines = linesFrom(session.sourceOf(scriptId), lineNumber + 1, 5)
  const names = new Set(expressionsAt(lines, 0).map(([name]) => name))
  namesOfLines.set(key, names, 1)
  return names
}

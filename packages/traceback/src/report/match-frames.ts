import type { Capture, CapturedFrame } from '../locals/capture.ts'
import type { SourceMaps } from '../source/source-map.ts'
import { pathOfUrl } from '../source/source-url.ts'
import type { StackFrame } from './stack.ts'

/** Which captured frame belongs to which frame of a stack: the same function of the same file, in the same order. */
export function matchFrames(stack: readonly StackFrame[], { frames }: Capture, maps: SourceMaps): Map<StackFrame, CapturedFrame> {
  const matched = new Map<StackFrame, CapturedFrame>()
  let from = 0
  for (const frame of stack) {
    if (frame.line === 0) continue
    const index = frames.findIndex((captured, position) => position >= from && isWithin(frame, captured, maps))
    const found = frames[index]
    if (!found) continue
    matched.set(frame, found)
    from = index + 1
  }
  return matched
}

/** Frames of a stack for an error that has none. */
export function framesOfCapture({ frames }: Capture): { frame: StackFrame; captured: CapturedFrame }[] {
  return frames.map((captured) => {
    const { functionName, url, line, column } = captured
    return { frame: { functionName, file: url, line, column, isAsync: false }, captured }
  })
}

// An error is often made on another line than it is thrown on, but in the same function.
function isWithin(frame: StackFrame, captured: CapturedFrame, maps: SourceMaps): boolean {
  const { line, column, range } = captured
  const file = pathOfUrl(captured.url)
  const asked = pathOfUrl(frame.file)
  if (asked === file) return range ? isInRange(frame, range) : frame.line === line
  // Node maps stacks by itself with --enable-source-maps.
  const original = maps.original({ file, line, column })
  if (original?.file !== asked) return false
  const begin = range && maps.original({ file, line: range.line, column: range.column })
  const end = range && maps.original({ file, line: range.endLine, column: range.endColumn })
  return begin && end ? frame.line >= begin.line && frame.line <= end.line : original.line === frame.line
}

function isInRange({ line, column }: StackFrame, range: NonNullable<CapturedFrame['range']>): boolean {
  if (line < range.line || (line === range.line && column < range.column)) return false
  return line < range.endLine || (line === range.endLine && column <= range.endColumn)
}

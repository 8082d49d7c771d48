import type { Capture, CapturedFrame } from '../locals/capture.ts'
import { isOurs } from '../own-code.ts'
import { excerptOf, linesFrom } from '../source/excerpt.ts'
import { expressionsAt } from '../source/expressions.ts'
import type { SourceFiles } from '../source/source-files.ts'
import type { OriginalPlace, SourceMaps } from '../source/source-map.ts'
import { pathOfUrl } from '../source/source-url.ts'
import { framesOfCapture, matchFrames } from './match-frames.ts'
import { lineValues } from './line-values.ts'
import { packageOf, relativeTo } from './place-name.ts'
import type { Frame } from './report.ts'
import type { StackFrame } from './stack.ts'
import { visibleVariables } from './visible-variables.ts'

/** What frames are read with. */
export interface FrameReader {
  readonly files: SourceFiles
  readonly maps: SourceMaps
  /** Lines of source for each frame. */
  readonly context: number
}

// What is deeper has neither source nor values.
const mostWithSource = 50

/** The frames of a stack, or of the capture where there is no stack, with source and values. */
export function readFrames(stack: readonly StackFrame[], capture: Capture | undefined, reader: FrameReader): Frame[] {
  const matched = capture ? matchFrames(stack, capture, reader.maps) : new Map<StackFrame, CapturedFrame>()
  if (capture && matched.size === 0) {
    const thrown = framesOfCapture(capture)
    // The error was made elsewhere than where it was thrown; both are worth knowing.
    return [
      ...thrown.map(({ frame, captured }) => readFrame(frame, captured, reader)),
      ...stack.map((frame) => readFrame(frame, undefined, reader)),
    ]
  }
  return stack.map((frame, index) => readFrame(frame, matched.get(frame), index < mostWithSource ? reader : { ...reader, context: 0 }))
}

function readFrame(frame: StackFrame, captured: CapturedFrame | undefined, reader: FrameReader): Frame {
  const path = pathOfUrl(frame.file).replace(/[?#].*$/, '')
  const isRuntime = frame.file === '' || frame.file.startsWith('node:')
  const place = { file: path, line: frame.line, column: frame.column }
  const original = isRuntime || frame.line === 0 || reader.context === 0 ? undefined : reader.maps.original(place)
  const written = original ?? place
  const content = isRuntime || reader.context === 0 ? undefined : contentOf(original, written.file, reader)
  const packageName = isOurs(path) ? '@gangway/traceback' : packageOf(written.file)
  const variables = captured ? visibleVariables(captured, reader.maps) : []
  const read = content === undefined || !captured ? [] : lineValues(expressionsAt(linesFrom(content, written.line, 5), 0), variables)
  const { root } = reader.files
  // With --enable-source-maps the stack no longer says which program it was.
  const ran = captured ? pathOfUrl(captured.url) : path
  return {
    kind: isRuntime
      ? 'runtime'
      : packageName === undefined && [written.file, path, ran].some((file) => isOwn(file, reader))
        ? 'app'
        : 'dependency',
    functionName: (original && captured && originalName(captured, reader.maps)) ?? frame.functionName,
    file: relativeTo(root, written.file),
    line: written.line,
    column: written.column,
    packageName,
    isAsync: frame.isAsync,
    path: written.file,
    generated: original && `${relativeTo(root, path)}:${frame.line}:${frame.column}`,
    source: content === undefined ? undefined : excerptOf(content, written, reader.context),
    lineValues: read,
    // The line of a program that was made small names more of its module than the line that was written.
    variables: variables.filter(({ name, scope }) => scope !== 'module' || read.some((member) => member.name === name)),
  }
}

// Where a function begins, behind its name, the map may know another one.
function originalName({ url, functionName, range }: CapturedFrame, maps: SourceMaps): string | undefined {
  if (functionName === '' || !range || range.column <= functionName.length) return undefined
  const column = range.column - functionName.length
  return maps.original({ file: pathOfUrl(url), line: range.line, column })?.name
}

// What lies outside of the root is somebody else's, but for what has no path here: the sources of a bundle.
function isOwn(file: string, { files }: FrameReader): boolean {
  return files.root === undefined || !/^(?:[\\/]|[a-z]:[\\/])/i.test(file) || files.isInside(file)
}

function contentOf(original: OriginalPlace | undefined, file: string, { files }: FrameReader): string | undefined {
  return original?.content ?? files.read(file)
}

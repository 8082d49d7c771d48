// https://tc39.es/ecma426/
import {
  decodedMappings,
  FlattenMap,
  originalPositionFor,
  sourceContentFor,
  type EncodedSourceMap,
  type TraceMap,
} from '@jridgewell/trace-mapping'
import type { Range } from '../locals/capture.ts'
import { linesFrom } from './excerpt.ts'
import { RecentBytes } from './recent-bytes.ts'
import type { SourceFiles } from './source-files.ts'
import { isFileUrl, pathOfUrl, urlOfPath } from './source-url.ts'

/** A place in a source; lines and columns begin with 1. */
export interface Place {
  /** A path, or a URL that is none of a file. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A place in the source that somebody wrote, with what is known of it. */
export interface OriginalPlace extends Place {
  /** The name that stood there, where the map says another than the program has. */
  readonly name: string | undefined
  /** The source, where the map has it. */
  readonly content: string | undefined
}

// The comment is the last line, but for what tools append.
const tailLength = 4096
// A map that is in use takes several times what its text took.
const decodedSize = 5
const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy
const comment = /(?:\/\/|\/\*)[#@] ?sourceMappingURL=(\S+)/g

/** The source maps of programs, as they are needed. */
export class SourceMaps {
  readonly #files: SourceFiles
  readonly #recent = new RecentBytes<{ text: string; map: TraceMap | undefined }>(268_435_456)

  constructor(files: SourceFiles) {
    this.#files = files
  }

  /** Where a place of a program comes from, or `undefined` where it has no map or the map does not know. */
  original({ file, line, column }: Place): OriginalPlace | undefined {
    const map = this.#mapOf(file)
    if (!map) return undefined
    try {
      const found = originalPositionFor(map, { line, column: column - 1 })
      if (found.source === null) return undefined
      const content = sourceContentFor(map, found.source) ?? undefined
      const path = isFileUrl(found.source) ? pathOfUrl(found.source) : found.source
      return { file: path, line: found.line, column: found.column + 1, name: found.name ?? undefined, content }
    } catch {
      return undefined // a map that lies: its frame is shown as it ran
    }
  }

  /** What the variables of a function were called before they were made short: the map's names by those of the program. */
  namesIn(file: string, { line, column, endLine, endColumn }: Range): Map<string, string> {
    const names = new Map<string, string>()
    const map = this.#mapOf(file)
    const text = this.#files.read(file)
    if (!map || text === undefined || map.names.length === 0) return names
    const lines = linesFrom(text, line, Math.min(endLine - line + 1, 1000))
    const mappings = decodedMappings(map)
    for (const [index, content] of lines.entries()) {
      for (const segment of mappings[line - 1 + index] ?? []) {
        const isInside = (index > 0 || segment[0] >= column - 1) && (line + index < endLine || segment[0] < endColumn)
        const name = segment.length === 5 ? map.names[segment[4]] : undefined
        if (!isInside || typeof name !== 'string') continue
        word.lastIndex = segment[0]
        const generated = word.exec(content)?.[0]
        if (generated !== undefined && generated !== name && !names.has(generated)) names.set(generated, name)
      }
    }
    return names
  }

  #mapOf(file: string): TraceMap | undefined {
    const text = this.#files.read(file)
    if (text === undefined) return undefined
    const known = this.#recent.get(file)
    // Files are kept as long as they stay the same, so that the same text is the same string.
    if (known?.text === text) return known.map
    const made = this.#makeMap(file, text)
    this.#recent.set(file, { text, map: made?.map }, text.length + (made?.size ?? 0) * decodedSize)
    return made?.map
  }

  #makeMap(file: string, text: string): { map: TraceMap; size: number } | undefined {
    const url = mappingUrl(text)
    if (url === undefined) return undefined
    const own = urlOfPath(file)
    try {
      const at = url.startsWith('data:') ? own : new URL(url, own).href
      const json = url.startsWith('data:') ? inlineMap(url) : this.#files.read(pathOfUrl(at))
      if (json === undefined) return undefined
      // What stands in front guards a map against being run as a script.
      const decoded: unknown = JSON.parse(json.replace(/^\)\]\}'[^\n]*\n/, ''))
      if (typeof decoded !== 'object' || decoded === null) return undefined
      // FlattenMap checks what it reads by failing, which is caught.
      return { map: new FlattenMap(decoded as EncodedSourceMap, at), size: json.length }
    } catch {
      return undefined // not a source map
    }
  }
}

function mappingUrl(text: string): string | undefined {
  const tail = text.lastIndexOf('sourceMappingURL=')
  if (tail === -1) return undefined
  const end = text.slice(Math.max(0, tail - 10), text.startsWith('data:', tail + 17) ? undefined : tail + tailLength)
  return [...end.matchAll(comment)].at(-1)?.[1]?.replace(/\*\/$/, '')
}

function inlineMap(url: string): string | undefined {
  const comma = url.indexOf(',')
  const data = url.slice(comma + 1)
  if (!/;base64$/i.test(url.slice(0, comma))) return decodeURIComponent(data)
  return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)))
}

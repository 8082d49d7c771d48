// https://www.rfc-editor.org/rfc/rfc3875 §5, §6
import { allocate } from './allocate.ts'
import type { ResponseHead } from './cgi-head.ts'
import { isFieldValue, isToken } from './http-field.ts'
import { decodeLatin1 } from './latin1.ts'
import { WireError } from './wire-error.ts'

/** The head a CGI program answered with, and what came with it. */
export interface CgiHead extends ResponseHead {
  /** Whether it began with an HTTP status line, so that the body has its own framing (NPH). */
  readonly nonParsed: boolean
  /** Path and query the server is to answer instead, when a `Location` starting with `/` is all there is (§6.2.2). */
  readonly localRedirect: string | null
  /** The bytes after the head in the segment that completed it. */
  readonly rest: Uint8Array
}

export interface CgiHeadLimits {
  /** Bytes of the head with its last empty line. Default: `65536`. */
  maxBytes?: number
}

const nothing: Uint8Array = new Uint8Array(0)
const lineFeed = 10
const carriageReturn = 13
const statusLine = /^HTTP\/\d\.\d ([1-5]\d\d)(?: (.*))?$/
const statusValue = /^([1-5]\d\d)(?:[\t ]+(.*))?$/
const surroundingSpace = /^[\t ]+|[\t ]+$/g

/** Reads the head of a response, parsed or not, with lines that end in LF or CRLF, from segments cut anywhere. One parser reads one head. */
export class CgiHeadParser {
  readonly #maxBytes: number
  #kept = nothing
  #length = 0

  constructor(limits?: CgiHeadLimits) {
    this.#maxBytes = limits?.maxBytes ?? 65_536
  }

  /** Bytes held of an unfinished head: at most twice what was received. */
  get bufferedBytes(): number {
    return this.#kept.length
  }

  /**
   * The head, once its last empty line is received, or null before.
   * @throws {WireError} ERR_BAD_HEAD or ERR_HEAD_TOO_LARGE; after either the parser is of no further use.
   */
  push(segment: Uint8Array): CgiHead | null {
    const before = this.#length
    const usable = segment.subarray(0, this.#maxBytes - before)
    const bytes = before === 0 ? usable : this.#append(usable)
    // The empty line may have begun two bytes before this segment.
    const end = endOfHead(bytes, Math.max(0, before - 2))
    if (end !== -1) return decodeHead(decodeLatin1(bytes, 0, end), segment.subarray(end - before))
    if (usable.length < segment.length) {
      throw new WireError('ERR_HEAD_TOO_LARGE', `no end of the head within ${this.#maxBytes} bytes`)
    }
    if (before === 0) this.#append(usable)
    return null
  }

  /**
   * Says that the program ended before its head did, which is always a fault.
   * @throws {WireError} ERR_BAD_HEAD
   */
  end(): never {
    throw bad(`output ends after ${this.#length} bytes, expected an empty line after the fields`, '§6.2')
  }

  #append(bytes: Uint8Array): Uint8Array {
    const length = this.#length + bytes.length
    if (length > this.#kept.length) {
      const larger = allocate(Math.min(2 * length, this.#maxBytes))
      larger.set(this.#kept.subarray(0, this.#length))
      this.#kept = larger
    }
    this.#kept.set(bytes, this.#length)
    this.#length = length
    return this.#kept.subarray(0, length)
  }
}

/** The offset after the first empty line, or -1. `from` is where to look for the line end before it. */
function endOfHead(bytes: Uint8Array, from: number): number {
  if (from === 0) {
    const end = afterEmptyLine(bytes, 0)
    if (end !== -1) return end
  }
  for (let at = bytes.indexOf(lineFeed, from); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) {
    const end = afterEmptyLine(bytes, at + 1)
    if (end !== -1) return end
  }
  return -1
}

function afterEmptyLine(bytes: Uint8Array, at: number): number {
  const feed = bytes[at] === carriageReturn ? at + 1 : at
  return bytes[feed] === lineFeed ? feed + 1 : -1
}

function decodeHead(text: string, rest: Uint8Array): CgiHead {
  const lines = text.split(/\r?\n/).slice(0, -2)
  const first = lines[0]
  if (first === undefined) throw bad('an empty head, expected at least one field', '§6.3')
  const line = statusLine.exec(first)
  if (line) {
    return { ...statusFrom(line), fields: decodeFields(lines.slice(1)), nonParsed: true, localRedirect: null, rest }
  }
  return { ...headFromFields(decodeFields(lines)), nonParsed: false, rest }
}

function headFromFields(all: string[]): ResponseHead & { localRedirect: string | null } {
  const location = valueOf(all, 'location')
  const status = valueOf(all, 'status')
  const fields = all.filter((_, index) => all[index - (index % 2)]?.toLowerCase() !== 'status')
  if (status === undefined) {
    const localRedirect = location?.startsWith('/') && all.length === 2 ? location : null
    return location === undefined
      ? { status: 200, statusText: 'OK', fields, localRedirect }
      : { status: 302, statusText: 'Found', fields, localRedirect }
  }
  const match = statusValue.exec(status)
  if (!match) throw bad(`Status ${JSON.stringify(status)}, expected three digits and a reason`, '§6.3.3')
  return { ...statusFrom(match), fields, localRedirect: null }
}

function statusFrom(match: RegExpExecArray): { status: number; statusText: string } {
  const statusText = match[2] ?? ''
  if (!isFieldValue(statusText)) throw bad('a reason phrase with CR or NUL', '§6.3.3')
  return { status: Number(match[1]), statusText }
}

function decodeFields(lines: readonly string[]): string[] {
  const fields: string[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!isToken(name)) throw bad(`the line ${JSON.stringify(line.slice(0, 80))}, expected a name and a colon`, '§6.3')
    const value = line.slice(colon + 1).replace(surroundingSpace, '')
    if (!isFieldValue(value)) throw bad(`a value of '${name}' with CR or NUL`, '§6.3')
    fields.push(name, value)
  }
  return fields
}

/** The only value of a field that must not be repeated. */
function valueOf(fields: readonly string[], lowerCaseName: string): string | undefined {
  const values = fields.filter((_, index) => index % 2 === 1 && fields[index - 1]?.toLowerCase() === lowerCaseName)
  if (values.length > 1) throw bad(`${values.length} fields named '${lowerCaseName}', expected one`, '§6.3')
  return values[0]
}

function bad(found: string, clause: string): WireError {
  return new WireError('ERR_BAD_HEAD', `${found} (RFC 3875 ${clause})`)
}

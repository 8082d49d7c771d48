// https://www.rfc-editor.org/rfc/rfc2046 §5.1.1
import type { Budget } from './budget.ts'
import { Delimiter, isBlank, lineEndIn } from './delimiter.ts'
import { FormError } from './form-error.ts'

/** What a multipart body is made of, in order: for each part a head, data, and its end; at last the end of all. */
export type Token = { readonly kind: 'head' | 'data'; readonly bytes: Uint8Array } | { readonly kind: 'partEnd' | 'end' }

type State = 'preamble' | 'head' | 'start' | 'data' | 'close' | 'epilogue'

const lineBreak = Uint8Array.of(0x0d, 0x0a)
const headEnd = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a)

/** Takes a multipart body apart: bytes in, in pieces of any size, tokens out. */
export class MultipartScanner {
  readonly #delimiter: Delimiter
  readonly #budget: Budget
  // The first delimiter needs no line before it.
  #text: Uint8Array = lineBreak
  #state: State = 'preamble'
  #outside = -lineBreak.length
  #found: 'part' | 'close' | undefined

  constructor(boundary: string, budget: Budget) {
    this.#delimiter = new Delimiter(boundary)
    this.#budget = budget
  }

  /** More of the body. */
  push(bytes: Uint8Array): void {
    this.#text = this.#text.length === 0 ? bytes : joined(this.#text, bytes)
  }

  /**
   * The next token, or `undefined` when it needs more of the body. After `end` it reads, and drops, what is behind.
   * @throws {FormError} when the body is malformed or beyond a limit.
   */
  next(): Token | undefined {
    switch (this.#state) {
      case 'preamble':
        return this.#preamble()
      case 'head':
        return this.#head()
      case 'start':
        return this.#start()
      case 'data':
        return this.#data()
      case 'close':
        return this.#close()
      case 'epilogue':
        return this.#skip(this.#text.length, 'what stands behind the last part')
    }
  }

  /**
   * The body is over.
   * @throws {FormError} when it must not end here.
   */
  end(): void {
    if (this.#state !== 'epilogue') throw malformed('the body ends before its last boundary')
  }

  #preamble(): Token | undefined {
    const before = this.#upToDelimiter()
    this.#outside += before.length
    this.#budget.checkHeader(this.#outside, 'what stands before the first part')
    return this.#found && this.#enter(this.#found)
  }

  #enter(found: 'part' | 'close'): Token | undefined {
    this.#found = undefined
    this.#state = found === 'part' ? 'head' : 'close'
    return this.next()
  }

  // The text begins with the CRLF of the boundary's line.
  #head(): Token | undefined {
    const at = indexOf(this.#text, headEnd)
    this.#budget.checkHeader((at === -1 ? this.#text.length : at) - lineBreak.length, 'the header of a part')
    if (at === -1) return undefined
    const bytes = this.#text.subarray(Math.min(lineBreak.length, at), at)
    this.#text = this.#text.subarray(at + lineBreak.length)
    this.#state = 'start'
    return { kind: 'head', bytes }
  }

  // The header's empty line may be that of the next delimiter: a part without content.
  #start(): Token | undefined {
    const { length } = this.#delimiter.bytes
    if (this.#delimiter.mayBegin(this.#text)) {
      const line = this.#text.length < length ? 'open' : lineEndIn(this.#text, length)
      if (line === 'open') return undefined
      if (line === 'data') this.#text = this.#text.subarray(lineBreak.length)
    } else this.#text = this.#text.subarray(lineBreak.length)
    this.#state = 'data'
    return this.next()
  }

  #data(): Token | undefined {
    if (this.#found === undefined) {
      const bytes = this.#upToDelimiter()
      if (bytes.length > 0) return { kind: 'data', bytes }
    }
    if (this.#found === undefined) return undefined
    this.#state = this.#found === 'part' ? 'head' : 'close'
    this.#found = undefined
    return { kind: 'partEnd' }
  }

  #close(): Token {
    this.#state = 'epilogue'
    this.#outside = 0
    return { kind: 'end' }
  }

  #skip(bytes: number, what: string): undefined {
    const first = this.#outside === 0 ? this.#text[0] : undefined
    if (first !== undefined && !isBlank(first) && !lineBreak.includes(first)) throw malformed('the last boundary does not end its line')
    this.#outside += bytes
    this.#budget.checkHeader(this.#outside, what)
    this.#text = this.#text.subarray(bytes)
  }

  // Takes from the text what is before the next delimiter, or cannot be a part of one; the delimiter as well, and notes what it is.
  #upToDelimiter(): Uint8Array {
    const text = this.#text
    for (let from = 0; ;) {
      const at = this.#delimiter.indexIn(text, from)
      if (at === -1) return this.#take(this.#delimiter.tailIn(text))
      const behind = at + this.#delimiter.bytes.length
      const line = lineEndIn(text, behind)
      if (line === 'malformed') throw malformed('a boundary does not end its line with CRLF')
      if (line === 'open') return this.#take(at)
      if (line !== 'data') {
        this.#found = line.kind
        this.#text = text.subarray(line.end)
        return text.subarray(0, at)
      }
      from = behind
    }
  }

  #take(length: number): Uint8Array {
    const bytes = this.#text.subarray(0, length)
    this.#text = this.#text.subarray(length)
    return bytes
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function indexOf(text: Uint8Array, sought: Uint8Array): number {
  const [first = 0] = sought
  let at = text.indexOf(first)
  while (at !== -1 && !sought.every((byte, index) => text[at + index] === byte)) at = text.indexOf(first, at + 1)
  return at
}

function malformed(message: string): FormError {
  return new FormError('ERR_FORM_MALFORMED', message)
}

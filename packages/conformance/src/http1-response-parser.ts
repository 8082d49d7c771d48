// https://www.rfc-editor.org/rfc/rfc9112 §4, §6, §7
import { valuesOf, type Field } from './field.ts'
import type { Receiver } from './receiver.ts'

type State = 'head' | 'length' | 'chunk size' | 'chunk' | 'chunk end' | 'trailers' | 'until close' | 'idle'

const empty = Buffer.alloc(0)
const chunkSize = /^([\da-f]+)[\t ]*(?:;.*)?$/i

/** Reads responses from a byte stream, strictly; one that cannot be read is broken. */
export class Http1ResponseParser {
  #receiver: Receiver | undefined
  #state: State = 'idle'
  #rest: Buffer = empty
  #left = 0
  #keep = true

  /** Whether the server keeps the connection and nothing is under way. */
  get reusable(): boolean {
    return this.#keep && this.#state === 'idle'
  }

  /** The next response on the connection goes to this receiver. */
  expect(receiver: Receiver): void {
    this.#receiver = receiver
    this.#state = 'head'
  }

  push(bytes: Uint8Array): void {
    this.#rest = this.#rest.byteLength === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes])
    while (this.#rest.byteLength > 0 && this.#step());
  }

  /** The server ended the connection: in order, or not. */
  close(reason?: string): void {
    if (this.#state === 'until close' && reason === undefined) this.#finish()
    else if (this.#state !== 'idle') this.#break(reason ?? `the connection ended in the ${this.#state}`)
    this.#keep = false
  }

  #step(): boolean {
    if (this.#state === 'idle') return this.#surplus()
    if (this.#state === 'head') return this.#head()
    if (this.#state === 'trailers') return this.#trailers()
    if (this.#state === 'chunk size') return this.#chunkSize()
    if (this.#state === 'chunk end') return this.#chunkEnd()
    if (this.#state === 'until close') return this.#take(this.#rest.byteLength)
    return this.#counted()
  }

  #surplus(): boolean {
    this.#receiver?.fault(`${this.#rest.byteLength} bytes after the end: ${JSON.stringify(this.#rest.toString('latin1', 0, 40))}`)
    this.#rest = empty
    this.#keep = false
    return false
  }

  #head(): boolean {
    const text = this.#upTo('\r\n\r\n')
    if (text === undefined) return false
    const [first = '', ...lines] = text.split('\r\n')
    const [, minor, digits, statusText] = /^HTTP\/1\.([01]) (\d{3}) (.*)$/.exec(first) ?? []
    const fields = fieldsOf(lines)
    if (!fields || !digits || !this.#receiver) return this.#break(`no response head: ${JSON.stringify(text.slice(0, 80))}`)
    const status = Number(digits)
    if (status < 200) this.#receiver.interim(status, fields)
    else this.#begin(status, statusText ?? '', fields, minor === '1')
    return true
  }

  #begin(status: number, statusText: string, fields: readonly Field[], isLatest: boolean): void {
    const options = valuesOf(fields, 'connection').join(',').toLowerCase()
    this.#keep = isLatest ? !options.includes('close') : options.includes('keep-alive')
    this.#receiver?.head(status, statusText, fields)
    const [length] = valuesOf(fields, 'content-length')
    const codings = valuesOf(fields, 'transfer-encoding')
    if (codings.length > 0 && length !== undefined) this.#receiver?.fault('content-length and transfer-encoding in one response')
    if (codings.length > 0 && (status === 204 || !isLatest)) this.#receiver?.fault('a transfer-encoding where there must be none')
    if (!this.#receiver?.mayHaveBody) this.#finish()
    else if (codings.length > 0) this.#state = codings.join() === 'chunked' ? 'chunk size' : 'until close'
    else if (length !== undefined) this.#expectLength(length)
    else this.#state = 'until close'
  }

  #expectLength(length: string): void {
    this.#left = Number(length)
    if (!/^\d{1,15}$/.test(length)) this.#break(`a content-length of ${JSON.stringify(length)}`)
    else if (this.#left === 0) this.#finish()
    else this.#state = 'length'
  }

  #counted(): boolean {
    const count = Math.min(this.#left, this.#rest.byteLength)
    this.#left -= count
    this.#take(count)
    if (this.#left > 0) return false
    if (this.#state === 'length') this.#finish()
    else this.#state = 'chunk end'
    return true
  }

  #chunkSize(): boolean {
    const line = this.#upTo('\r\n')
    if (line === undefined) return false
    const digits = chunkSize.exec(line)?.[1]
    if (digits === undefined) return this.#break(`no chunk size: ${JSON.stringify(line.slice(0, 40))}`)
    this.#left = Number.parseInt(digits, 16)
    this.#state = this.#left === 0 ? 'trailers' : 'chunk'
    return true
  }

  #chunkEnd(): boolean {
    if (this.#rest.byteLength < 2) return false
    const line = this.#upTo('\r\n')
    if (line !== '') return this.#break('a chunk longer than its size')
    this.#state = 'chunk size'
    return true
  }

  #trailers(): boolean {
    const text = this.#rest.subarray(0, 2).equals(Buffer.from('\r\n')) ? this.#upTo('\r\n') : this.#upTo('\r\n\r\n')
    if (text === undefined) return false
    const fields = text === '' ? [] : fieldsOf(text.split('\r\n'))
    if (!fields) return this.#break('malformed trailer fields')
    this.#receiver?.trailers(fields)
    this.#finish()
    return true
  }

  #take(count: number): boolean {
    this.#receiver?.data(this.#rest.subarray(0, count))
    this.#rest = this.#rest.subarray(count)
    return false
  }

  #upTo(end: string): string | undefined {
    const at = this.#rest.indexOf(end)
    if (at === -1) return undefined
    const text = this.#rest.toString('latin1', 0, at)
    this.#rest = this.#rest.subarray(at + end.length)
    return text
  }

  #finish(): void {
    this.#state = 'idle'
    this.#receiver?.end('complete')
  }

  #break(reason: string): false {
    this.#state = 'idle'
    this.#keep = false
    this.#rest = empty
    this.#receiver?.end('broken', reason)
    return false
  }
}

function fieldsOf(lines: readonly string[]): Field[] | undefined {
  const fields = lines.map((line): Field | undefined => {
    const [, name, value] = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[\t ]*([^\0\r\n]*?)[\t ]*$/.exec(line) ?? []
    return name === undefined ? undefined : [name.toLowerCase(), value ?? '']
  })
  const valid = fields.filter((field) => field !== undefined)
  return valid.length === lines.length ? valid : undefined
}

// https://fast-cgi.github.io/spec §3.4
import { allocate } from './allocate.ts'
import { readUint32 } from './big-endian.ts'
import { decodeLatin1, isLatin1, writeLatin1 } from './latin1.ts'
import { WireError } from './wire-error.ts'

export interface ParamsLimits {
  /** Bytes of all pairs with their lengths; a pair that declares more is refused before it is received. Default: `131072`. */
  maxBytes?: number
  /** Pairs, those without a name included. Default: `1000`. */
  maxPairs?: number
}

const nothing: Uint8Array = new Uint8Array(0)

/**
 * Reads name-value pairs from a byte stream that may be cut anywhere: PARAMS, GET_VALUES, GET_VALUES_RESULT.
 * After an error it is of no further use.
 */
export class ParamsDecoder {
  readonly #maxBytes: number
  readonly #maxPairs: number
  readonly #pairs: string[] = []
  #count = 0
  #received = 0
  #kept = nothing
  #keptLength = 0
  #needed = 0

  constructor(limits?: ParamsLimits) {
    this.#maxBytes = limits?.maxBytes ?? 131_072
    this.#maxPairs = limits?.maxPairs ?? 1000
  }

  /** Bytes held of a pair that has not been received in full: in proportion to what was received, never to what was declared. */
  get bufferedBytes(): number {
    return this.#kept.length
  }

  /**
   * Takes the content of the next record.
   * @throws {WireError} ERR_PARAMS_TOO_LARGE when the limits are exceeded.
   */
  push(bytes: Uint8Array): void {
    this.#received += bytes.length
    if (this.#received > this.#maxBytes) throw tooLarge(`${this.#received} bytes of params`, `${this.#maxBytes}`)
    if (this.#keptLength === 0) this.#keep(bytes, this.#decode(bytes, bytes.length))
    else this.#continue(bytes)
  }

  /**
   * All pairs in order, repeated names included, latin1: name, value, name, value. A pair without a name is left out.
   * @throws {WireError} ERR_BAD_PARAMS when the stream ends inside a pair.
   */
  end(): string[] {
    if (this.#keptLength === 0) return this.#pairs
    const expected = this.#needed === 0 ? 'its lengths' : `${this.#needed} bytes`
    throw new WireError('ERR_BAD_PARAMS', `params end after ${this.#keptLength} bytes of a pair, expected ${expected} (FastCGI §3.4)`)
  }

  /** Reads the whole pairs and returns the offset after them. One string for all, since a slice of it costs a tenth of a native call. */
  #decode(bytes: Uint8Array, length: number): number {
    const room = this.#maxBytes - this.#received + length
    let text: string | undefined
    let offset = 0
    this.#needed = 0
    while (offset < length) {
      const nameSize = sizeOfLength(bytes, offset)
      const valueSize = sizeOfLength(bytes, offset + nameSize)
      const name = offset + nameSize + valueSize
      if (name > length) return offset
      const value = name + lengthAt(bytes, offset, nameSize)
      const end = value + lengthAt(bytes, offset + nameSize, valueSize)
      if (end > room) throw tooLarge(`a pair of ${end - offset} bytes`, `${this.#maxBytes} bytes of params`)
      if (end > length) {
        this.#needed = end - offset
        return offset
      }
      if (++this.#count > this.#maxPairs) throw tooLarge(`${this.#count} params`, `${this.#maxPairs}`)
      text ??= decodeLatin1(bytes, 0, length)
      if (value > name) this.#pairs.push(text.slice(name, value), text.slice(value, end))
      offset = end
    }
    return offset
  }

  #continue(bytes: Uint8Array): void {
    this.#append(bytes)
    if (this.#keptLength < this.#needed) return
    const offset = this.#decode(this.#kept, this.#keptLength)
    this.#keep(this.#kept.subarray(0, this.#keptLength), offset)
  }

  #keep(bytes: Uint8Array, offset: number): void {
    this.#keptLength = bytes.length - offset
    this.#kept = this.#keptLength === 0 ? nothing : copyOf(bytes.subarray(offset), this.#keptLength)
  }

  #append(bytes: Uint8Array): void {
    const length = this.#keptLength + bytes.length
    if (length > this.#kept.length) this.#kept = copyOf(this.#kept.subarray(0, this.#keptLength), Math.min(2 * length, this.#maxBytes))
    this.#kept.set(bytes, this.#keptLength)
    this.#keptLength = length
  }
}

/**
 * The pairs of a stream that arrived in one piece: name, value, name, value.
 * @throws {WireError} ERR_PARAMS_TOO_LARGE or ERR_BAD_PARAMS as the decoder does.
 */
export function decodeParams(bytes: Uint8Array, limits?: ParamsLimits): string[] {
  const decoder = new ParamsDecoder(limits)
  decoder.push(bytes)
  return decoder.end()
}

/**
 * The bytes of pairs (name, value, name, value), to be sent as a stream of records.
 * @throws {TypeError} when a name or value has a character beyond latin1.
 */
export function encodeParams(pairs: readonly string[]): Uint8Array {
  let text = ''
  for (let index = 0; index < pairs.length; index += 2) {
    const name = pairs[index] ?? ''
    const value = pairs[index + 1] ?? ''
    text += encodeLength(name.length) + encodeLength(value.length) + name + value
  }
  if (!isLatin1(text)) throw new TypeError('wire: a param with a character beyond latin1')
  const bytes = allocate(text.length)
  writeLatin1(bytes, text, 0)
  return bytes
}

// Lengths above 127 take four bytes, top bit set (FastCGI §3.4).
function encodeLength(length: number): string {
  if (length < 128) return String.fromCharCode(length)
  return String.fromCharCode((length >>> 24) | 0x80, (length >>> 16) & 255, (length >>> 8) & 255, length & 255)
}

function sizeOfLength(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) < 128 ? 1 : 4
}

function lengthAt(bytes: Uint8Array, offset: number, size: number): number {
  return size === 1 ? (bytes[offset] ?? 0) : readUint32(bytes, offset) & 0x7fffffff
}

function copyOf(bytes: Uint8Array, capacity: number): Uint8Array {
  const copy = allocate(capacity)
  copy.set(bytes)
  return copy
}

function tooLarge(found: string, limit: string): WireError {
  return new WireError('ERR_PARAMS_TOO_LARGE', `${found}, expected at most ${limit}`)
}

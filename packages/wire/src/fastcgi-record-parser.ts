// https://fast-cgi.github.io/spec §3.3
import { allocate } from './allocate.ts'
import { readUint16 } from './big-endian.ts'
import { headerLength, recordVersion } from './fastcgi-record.ts'
import { WireError } from './wire-error.ts'

/** A record as it was received. */
export interface FastcgiRecord {
  /** One of `recordType`, or a number that no type has. */
  readonly type: number
  /** 0 for management records. */
  readonly requestId: number
  /** A view into the segment where the whole content lies in one, so that it keeps that segment alive. */
  readonly content: Uint8Array
}

const nothing: Uint8Array = new Uint8Array(0)

/**
 * Cuts a stream of segments into records.
 *
 * ```ts
 * parser.push(segment)
 * for (let record = parser.next(); record !== null; record = parser.next()) handle(record)
 * ```
 *
 * Contents are views into the segments, so a segment must not be written to again.
 */
export class RecordParser {
  readonly #header = allocate(headerLength)
  #headerFilled = 0
  #segment = nothing
  #offset = 0
  #padding = 0
  #content: Uint8Array | null = null
  #contentFilled = 0
  #failure: WireError | null = null

  /** Bytes held of a record that has not been received in full: at most 64 or twice what was received, never what was merely declared. */
  get bufferedBytes(): number {
    return this.#content?.length ?? 0
  }

  /**
   * Takes the next segment of the stream. After a failure it is ignored.
   * @throws {TypeError} when `next` has not yet returned null for the one before.
   */
  push(segment: Uint8Array): void {
    if (this.#failure) return
    if (this.#offset < this.#segment.length) throw new TypeError('wire: push() before next() returned null')
    this.#segment = segment
    this.#offset = 0
  }

  /**
   * The next record, or null when that takes another segment.
   * @throws {WireError} ERR_BAD_RECORD when a header is not of version 1; from then on every time.
   */
  next(): FastcgiRecord | null {
    if (this.#failure) throw this.#failure
    this.#skipPadding()
    if (this.#content) return this.#continue(this.#content)
    if (this.#headerFilled === 0 && this.#offset + headerLength <= this.#segment.length) {
      this.#offset += headerLength
      return this.#begin(this.#segment, this.#offset - headerLength)
    }
    this.#headerFilled += this.#take(this.#header, this.#headerFilled, headerLength)
    return this.#headerFilled === headerLength ? this.#begin(this.#header, 0) : this.#wait()
  }

  #begin(header: Uint8Array, at: number): FastcgiRecord | null {
    if (header[at] !== recordVersion) throw this.#fail(header[at])
    const contentLength = readUint16(header, at + 4)
    const start = this.#offset
    if (start + contentLength > this.#segment.length) return this.#keep(header, at, contentLength)
    this.#headerFilled = 0
    this.#padding = header[at + 6] ?? 0
    this.#offset = start + contentLength
    const content = contentLength === 0 ? nothing : this.#segment.subarray(start, this.#offset)
    return { type: header[at + 1] ?? 0, requestId: readUint16(header, at + 2), content }
  }

  #keep(header: Uint8Array, at: number, contentLength: number): null {
    if (header !== this.#header) this.#header.set(header.subarray(at, at + headerLength))
    this.#headerFilled = headerLength
    const received = this.#segment.length - this.#offset
    this.#content = allocate(capacityFor(received, contentLength))
    this.#contentFilled = this.#take(this.#content, 0, contentLength)
    return this.#wait()
  }

  #continue(kept: Uint8Array): FastcgiRecord | null {
    const contentLength = readUint16(this.#header, 4)
    const received = Math.min(this.#contentFilled + this.#segment.length - this.#offset, contentLength)
    const content = received > kept.length ? grow(kept, this.#contentFilled, capacityFor(received, contentLength)) : kept
    this.#content = content
    this.#contentFilled += this.#take(content, this.#contentFilled, contentLength)
    if (this.#contentFilled < contentLength) return this.#wait()
    this.#content = null
    this.#headerFilled = 0
    this.#padding = this.#header[6] ?? 0
    return { type: this.#header[1] ?? 0, requestId: readUint16(this.#header, 2), content }
  }

  /** Copies from the segment into `target` until that is filled to `length`, and returns how much there was. */
  #take(target: Uint8Array, filled: number, length: number): number {
    const count = Math.min(length - filled, this.#segment.length - this.#offset)
    target.set(this.#segment.subarray(this.#offset, this.#offset + count), filled)
    this.#offset += count
    return count
  }

  #skipPadding(): void {
    const count = Math.min(this.#padding, this.#segment.length - this.#offset)
    this.#padding -= count
    this.#offset += count
  }

  #wait(): null {
    this.#segment = nothing
    this.#offset = 0
    return null
  }

  #fail(version: number | undefined): WireError {
    this.#failure = new WireError('ERR_BAD_RECORD', `record version ${version}, expected ${recordVersion} (FastCGI §3.3)`)
    this.#segment = nothing
    return this.#failure
  }
}

function capacityFor(received: number, contentLength: number): number {
  return Math.min(Math.max(2 * received, 64), contentLength)
}

function grow(bytes: Uint8Array, filled: number, capacity: number): Uint8Array {
  const larger = allocate(capacity)
  larger.set(bytes.subarray(0, filled))
  return larger
}

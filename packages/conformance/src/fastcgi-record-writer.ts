// https://fast-cgi.github.io/spec §3.3
import type { Duplex } from 'node:stream'
import { SegmentWriter, type Segment } from './segments.ts'

/** How records are made and sent: everything that the specification leaves to the web server. */
export interface FastcgiRecords {
  /** How the byte stream is cut when it is sent. Default: `whole`. */
  segment?: Segment
  /** Bytes of content in a record of a longer stream, 1 to 65535. Default: `65535`. */
  content?: number | (() => number)
  /** Bytes of padding after a record's content, 0 to 255. Default: `0`. */
  padding?: number | (() => number)
  /** Whether records that are due at the same time leave in one write. Default: `true`. */
  coalesce?: boolean
}

const headerLength = 8
const maxContentLength = 65_535
// The rest of a stream is sent in full records: a megabyte in records of a byte would be sixteen.
const cutAtMost = 512

/** Writes records of any shape to a socket. */
export class FastcgiRecordWriter {
  readonly #segments: SegmentWriter
  readonly #records: FastcgiRecords
  #pending: Uint8Array[] = []
  #cut = 0

  constructor(socket: Duplex, records: FastcgiRecords) {
    this.#segments = new SegmentWriter(socket, records.segment)
    this.#records = records
  }

  /** Adds one record; without content it ends a stream. */
  record(type: number, requestId: number, content: Uint8Array = new Uint8Array(0)): void {
    const padding = drawn(this.#records.padding, 0) & 255
    const record = Buffer.alloc(headerLength + content.byteLength + padding)
    record.writeUInt8(1, 0)
    record.writeUInt8(type, 1)
    record.writeUInt16BE(requestId, 2)
    record.writeUInt16BE(content.byteLength, 4)
    record.writeUInt8(padding, 6)
    record.set(content, headerLength)
    this.#pending.push(record)
  }

  /** Adds content of any length as a stream of records, without its end. */
  stream(type: number, requestId: number, content: Uint8Array): void {
    for (let offset = 0; offset < content.byteLength;) {
      const length = this.#cut < cutAtMost ? drawn(this.#records.content, maxContentLength) : maxContentLength
      const part = content.subarray(offset, offset + Math.min(Math.max(1, length), maxContentLength))
      this.record(type, requestId, part)
      this.#cut += part.byteLength
      offset += part.byteLength
    }
  }

  /** Sends what was added; settles when the socket has room for more. */
  async flush(): Promise<void> {
    const pending = this.#records.coalesce === false ? this.#pending : [Buffer.concat(this.#pending)]
    this.#pending = []
    await Promise.all(pending.map((bytes) => this.#segments.write(bytes)))
  }
}

function drawn(given: number | (() => number) | undefined, usual: number): number {
  return typeof given === 'function' ? given() : (given ?? usual)
}

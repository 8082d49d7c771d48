// https://www.rfc-editor.org/rfc/rfc9110 §14.6
import type { FileSource } from '@gangway/gateway'
import type { ByteRange } from './byte-ranges.ts'

/** A body of several parts of a file. */
export interface MultipartBody {
  readonly contentType: string
  readonly length: number
  readonly chunks: AsyncIterable<Uint8Array | string>
}

/** Parts of a file of this size and type, each read when its turn comes. */
export function multipartBody(source: FileSource, ranges: readonly ByteRange[], size: number, type: string): MultipartBody {
  const boundary = crypto.randomUUID()
  const parts = ranges.map((range, index) => ({ ...range, head: partHead(boundary, index, range, size, type) }))
  const end = `\r\n--${boundary}--\r\n`
  const length = parts.reduce((sum, { head, start, end: stop }) => sum + head.length + stop - start, end.length)
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    length,
    chunks: (async function* () {
      for (const { head, start, end: stop } of parts) {
        yield head
        yield* source.open(start, stop)
      }
      yield end
    })(),
  }
}

function partHead(boundary: string, index: number, { start, end }: ByteRange, size: number, type: string): string {
  const lines = [`--${boundary}`, `Content-Type: ${type}`, `Content-Range: bytes ${start}-${end - 1}/${size}`]
  return `${index === 0 ? '' : '\r\n'}${lines.join('\r\n')}\r\n\r\n`
}

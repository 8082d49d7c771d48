// https://www.rfc-editor.org/rfc/rfc1950 and https://www.rfc-editor.org/rfc/rfc1952
import { Inflate } from 'fflate'
import { ByteReader } from './byte-reader.ts'
import { adler32, crc32 } from './checksums.ts'

/** Decodes gzip (all members) and zlib with fflate, and checks the checksums and the end, which fflate does not. */
export async function* inflate(chunks: AsyncIterable<Uint8Array>, format: 'gzip' | 'deflate'): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(chunks)
  try {
    if (format === 'gzip') yield* members(reader)
    else yield* zlibStream(reader)
  } finally {
    await reader.close()
  }
}

async function* members(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (let next = await reader.some(1), isFirst = true; next.byteLength > 0 || isFirst; next = await reader.some(1), isFirst = false) {
    reader.unread(next)
    await skipHeader(reader)
    let crc = 0
    let size = 0
    for await (const bytes of inflated(reader)) {
      crc = crc32(bytes, crc)
      size = (size + bytes.byteLength) >>> 0
      yield bytes
    }
    const trailer = viewOf(await reader.exactly(8))
    if (trailer.getUint32(0, true) !== crc || trailer.getUint32(4, true) !== size) throw new Error('gzip: the checksum does not match')
  }
}

async function* zlibStream(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const header = viewOf(await reader.exactly(2)).getUint16(0)
  if ((header & 0x0f20) !== 0x0800 || header % 31 !== 0) throw new Error('deflate: not in the zlib format')
  let sum = 1
  for await (const bytes of inflated(reader)) {
    sum = adler32(bytes, sum)
    yield bytes
  }
  if (viewOf(await reader.exactly(4)).getUint32(0) !== sum) throw new Error('deflate: the checksum does not match')
  if ((await reader.some(1)).byteLength > 0) throw new Error('deflate: data after the end')
}

const longestHeader = 65536

// RFC 1952 §2.3
async function skipHeader(reader: ByteReader): Promise<void> {
  const [id1, id2, method, flags = 0] = await reader.exactly(10)
  if (id1 !== 0x1f || id2 !== 0x8b || method !== 8 || flags > 0x1f) throw new Error('gzip: not in the gzip format')
  if (flags & 0x04) await reader.exactly(viewOf(await reader.exactly(2)).getUint16(0, true))
  for (const flag of [0x08, 0x10]) if (flags & flag) await skipText(reader)
  if (flags & 0x02) await reader.exactly(2)
}

async function skipText(reader: ByteReader): Promise<void> {
  for (let length = 0; length < longestHeader; length++) if ((await reader.exactly(1))[0] === 0) return
  throw new Error('gzip: the header is too long')
}

// At most 4 MiB come out of one step, as deflate shrinks to a thousandth at best.
const stepSize = 4096

async function* inflated(reader: ByteReader): AsyncGenerator<Uint8Array> {
  let output: Uint8Array[] = []
  const stream = new Inflate((bytes) => {
    if (bytes.byteLength > 0) output.push(bytes)
  })
  for (let rest: Uint8Array | undefined; !rest;) {
    const bytes = await reader.some(stepSize)
    if (bytes.byteLength === 0) throw new Error('the data ends too early')
    stream.push(bytes, false)
    yield* output
    output = []
    rest = restOf(stream)
    if (rest) reader.unread(rest)
  }
}

// What fflate 0.8.3 keeps: the input it has not used, from which bit on, whether this is the last block, and the code table while inside a block.
interface State {
  readonly p: Uint8Array
  readonly s: { readonly p?: number; readonly f?: number; readonly l?: object | null }
}

// The input behind the end of the last block, once that is reached.
function restOf(stream: object): Uint8Array | undefined {
  if (!('p' in stream && 's' in stream)) throw new TypeError('compress: this is not the fflate 0.8.3 that compress depends on')
  // The pinned version has them: fflate-inflate.test.ts.
  const { p: input, s: state } = stream as State
  if (!state.f || state.l) return undefined
  return input.slice(((state.p ?? 0) + 7) >> 3)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

import fc from 'fast-check'
import { RecordParser, type FastcgiRecord } from './fastcgi-record-parser.ts'
import { encodeRecord, encodeStream, recordType } from './fastcgi-record.ts'
import { WireError } from './wire-error.ts'

interface Outcome {
  records: { type: number; requestId: number; content: number[] }[]
  failure: string | null
}

function drain(parser: RecordParser): FastcgiRecord[] {
  const records: FastcgiRecord[] = []
  for (let record = parser.next(); record !== null; record = parser.next()) records.push(record)
  return records
}

function parse(segments: Uint8Array[]): Outcome {
  const parser = new RecordParser()
  const outcome: Outcome = { records: [], failure: null }
  try {
    for (const segment of segments) {
      parser.push(segment)
      for (let record = parser.next(); record !== null; record = parser.next()) {
        outcome.records.push({ ...record, content: [...record.content] })
      }
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    outcome.failure = error.message
  }
  return outcome
}

function cut(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((left, right) => left - right)
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

const bytesOf = (segments: Uint8Array[]) => segments.map((segment) => segment.length)
const byteByByte = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte))

const someRecord = fc
  .record({
    type: fc.nat(255),
    requestId: fc.nat(65_535),
    content: fc.uint8Array({ maxLength: 300 }),
    padding: fc.nat(255),
  })
  .map(({ type, requestId, content, padding }) => ({
    record: { type, requestId, content: [...content] },
    bytes: Buffer.concat([
      Uint8Array.of(1, type, requestId >> 8, requestId, content.length >> 8, content.length, padding, 0),
      content,
      new Uint8Array(padding).fill(0xee),
    ]),
  }))

describe('RecordParser', () => {
  it('finds all records of one segment, unknown types included', () => {
    const bytes = Buffer.concat([encodeRecord(1, 1, new Uint8Array(8)), encodeRecord(99, 0, Uint8Array.of(7)), encodeRecord(5, 1)])
    expect(parse([bytes])).toEqual({
      records: [
        { type: 1, requestId: 1, content: [0, 0, 0, 0, 0, 0, 0, 0] },
        { type: 99, requestId: 0, content: [7] },
        { type: 5, requestId: 1, content: [] },
      ],
      failure: null,
    })
  })

  it('finds the same records however the stream is cut (FCGI-10)', () => {
    fc.assert(
      fc.property(fc.array(someRecord, { maxLength: 8 }), fc.array(fc.nat()), (items, cuts) => {
        const bytes = Buffer.concat(items.map((item) => item.bytes))
        const expected = { records: items.map((item) => item.record), failure: null }
        expect(parse(cut(bytes, cuts))).toEqual(expected)
        expect(parse(byteByByte(bytes))).toEqual(expected)
      }),
    )
  })

  it('gives one outcome for any bytes, however they are cut, and throws nothing but WireError', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.constant(Uint8Array.of(1)),
        someRecord.map((item) => item.bytes),
      ),
    )
    fc.assert(
      fc.property(hostile, fc.array(fc.nat()), (parts, cuts) => {
        const bytes = Buffer.concat(parts)
        expect(parse(cut(bytes, cuts))).toEqual(parse([bytes]))
      }),
    )
  })

  it('does not copy what lies within one segment', () => {
    const segment = encodeStream(recordType.stdin, 1, new Uint8Array(70_000).fill(3))
    const parser = new RecordParser()
    parser.push(segment)
    const records = drain(parser)
    expect(records.map((record) => record.content.length)).toEqual([65_528, 4472])
    expect(records.every((record) => record.content.buffer === segment.buffer)).toBe(true)
    expect(parser.bufferedBytes).toBe(0)
  })

  it('delivers a record before its padding has arrived, and skips the padding later (FCGI-10)', () => {
    const parser = new RecordParser()
    parser.push(Uint8Array.of(1, 5, 0, 1, 0, 1, 255, 0, 42, 9, 9))
    expect(drain(parser)).toMatchObject([{ type: 5, content: Uint8Array.of(42) }])
    parser.push(new Uint8Array(252).fill(9))
    expect(drain(parser)).toEqual([])
    parser.push(Uint8Array.of(9, 1, 5, 0, 1, 0, 0, 0, 0))
    expect(drain(parser)).toMatchObject([{ type: 5, content: new Uint8Array(0) }])
  })

  it('takes empty segments', () => {
    const bytes = encodeRecord(5, 1, Uint8Array.of(1, 2, 3))
    const empty = new Uint8Array(0)
    expect(parse([empty, bytes.subarray(0, 3), empty, bytes.subarray(3, 9), empty, bytes.subarray(9), empty]).records).toEqual([
      { type: 5, requestId: 1, content: [1, 2, 3] },
    ])
  })

  test.each([0, 2, 255])('refuses version %d with the clause, after the records before it (FCGI-10)', (version) => {
    const bytes = Buffer.concat([encodeRecord(5, 1), Uint8Array.of(version, 1, 0, 1, 0, 0, 0, 0)])
    const failure = `wire: record version ${version}, expected 1 (FastCGI §3.3)`
    expect(parse([bytes])).toEqual({ records: [{ type: 5, requestId: 1, content: [] }], failure })
    expect(parse(byteByByte(bytes))).toEqual({ records: [{ type: 5, requestId: 1, content: [] }], failure })
  })

  it('stays failed, whatever is pushed', () => {
    const parser = new RecordParser()
    parser.push(new Uint8Array(20))
    expect(() => parser.next()).toThrow(WireError)
    parser.push(encodeRecord(5, 1))
    expect(() => parser.next()).toThrow(expect.objectContaining({ code: 'ERR_BAD_RECORD', status: 400 }))
  })

  it('refuses a segment before the last one is used up', () => {
    const parser = new RecordParser()
    parser.push(Buffer.concat([encodeRecord(5, 1), encodeRecord(5, 2)]))
    expect(parser.next()).toMatchObject({ requestId: 1 })
    expect(() => parser.push(encodeRecord(5, 3))).toThrow(TypeError)
    expect(parser.next()).toMatchObject({ requestId: 2 })
  })

  it('allocates by what was received, not by what was declared (FCGI-22)', () => {
    const parser = new RecordParser()
    parser.push(Uint8Array.of(1, 4, 0, 1, 255, 255, 255, 0))
    expect(parser.next()).toBeNull()
    expect(parser.bufferedBytes).toBeLessThanOrEqual(64)
    const sizes = new Set<number>()
    for (let received = 1; received < 65_535; received++) {
      parser.push(Uint8Array.of(received & 255))
      if (parser.next() !== null) throw new Error('a record before its end')
      if (parser.bufferedBytes > Math.max(64, 2 * received)) throw new Error(`${parser.bufferedBytes} bytes held for ${received}`)
      sizes.add(parser.bufferedBytes)
    }
    expect(sizes.size).toBeLessThan(20)
    parser.push(Uint8Array.of(255))
    const record = parser.next()
    expect(record?.content.length).toBe(65_535)
    expect(record?.content.every((byte, index) => byte === ((index + 1) & 255))).toBe(true)
    expect(parser.bufferedBytes).toBe(0)
  })

  it('cuts as the tests ask', () => {
    expect(bytesOf(cut(new Uint8Array(10), [3, 7, 3]))).toEqual([3, 0, 4, 3])
  })
})

import { RecordParser, type FastcgiRecord } from './fastcgi-record-parser.ts'
import * as codec from './fastcgi-record.ts'
import { WireError } from './wire-error.ts'

const { recordType, role, protocolStatus } = codec
const ascii = (text: string) => [...Buffer.from(text, 'latin1')]

function decodeRecords(bytes: Uint8Array): FastcgiRecord[] {
  const parser = new RecordParser()
  parser.push(bytes)
  const records: FastcgiRecord[] = []
  for (let record = parser.next(); record !== null; record = parser.next())
    records.push({ ...record, content: Uint8Array.from(record.content) })
  return records
}

// FCGI-11: memory that was not written shows up as 0xAA.
const { allocUnsafe } = Buffer
beforeAll(() => {
  Buffer.allocUnsafe = (length) => Buffer.alloc(length, 0xaa)
})
afterAll(() => {
  Buffer.allocUnsafe = allocUnsafe
})

describe('encodeRecord', () => {
  test.each<[string, number[], number, number, number[]]>([
    ['an empty record', [1, 5, 0, 1, 0, 0, 0, 0], recordType.stdin, 1, []],
    ['one byte and seven of padding', [1, 6, 0, 1, 0, 1, 7, 0, 65, 0, 0, 0, 0, 0, 0, 0], recordType.stdout, 1, [65]],
    ['eight bytes without padding', [1, 7, 0, 2, 0, 8, 0, 0, ...ascii('12345678')], recordType.stderr, 2, ascii('12345678')],
    ['the largest id', [1, 8, 255, 255, 0, 7, 1, 0, ...ascii('1234567'), 0], recordType.data, 65535, ascii('1234567')],
    ['an unknown type', [1, 200, 1, 2, 0, 0, 0, 0], 200, 0x0102, []],
    ['300 bytes', [1, 4, 0, 1, 1, 44, 4, 0, ...ascii('x'.repeat(300)), 0, 0, 0, 0], recordType.params, 1, ascii('x'.repeat(300))],
  ])('encodes and decodes %s (FCGI-10, FCGI-11)', (_, bytes, type, requestId, content) => {
    expect([...codec.encodeRecord(type, requestId, Uint8Array.from(content))]).toEqual(bytes)
    expect(decodeRecords(Uint8Array.from(bytes))).toEqual([{ type, requestId, content: Uint8Array.from(content) }])
  })

  it('holds 65535 bytes and refuses one more', () => {
    const record = codec.encodeRecord(recordType.stdin, 1, new Uint8Array(65_535).fill(1))
    expect([...record.subarray(0, 8)]).toEqual([1, 5, 0, 1, 255, 255, 1, 0])
    expect(record.length).toBe(8 + 65_535 + 1)
    expect(() => codec.encodeRecord(recordType.stdin, 1, new Uint8Array(65_536))).toThrow(TypeError)
  })

  test.each([-1, 65_536, 2 ** 31])('refuses the id %d', (requestId) => {
    expect(() => codec.encodeRecord(recordType.stdin, requestId)).toThrow(TypeError)
  })
})

describe('encodeStream', () => {
  test.each([
    [1, [1]],
    [65_528, [65_528]],
    [65_529, [65_528, 1]],
    [131_056, [65_528, 65_528]],
    [200_000, [65_528, 65_528, 65_528, 3416]],
  ])('puts %d bytes in records of at most 65528, padded to 8 with zeros (FCGI-11, FCGI-27)', (length, lengths) => {
    const content = Uint8Array.from({ length }, (_, index) => index % 251)
    const bytes = codec.encodeStream(recordType.stdout, 9, content)
    const records = decodeRecords(bytes)
    expect(records.map((record) => [record.type, record.requestId, record.content.length])).toEqual(lengths.map((count) => [6, 9, count]))
    expect(Buffer.compare(Buffer.concat(records.map((record) => record.content)), content)).toBe(0)
    expect(bytes.length % 8).toBe(0)
    const padding = -length & 7
    expect(Uint8Array.from(bytes.subarray(bytes.length - padding))).toEqual(new Uint8Array(padding))
  })

  it('makes nothing of nothing, which would end the stream', () => {
    expect(codec.encodeStream(recordType.stdout, 1, new Uint8Array(0)).length).toBe(0)
  })
})

describe('encodeRecordHeader', () => {
  it('announces content without padding', () => {
    expect([...codec.encodeRecordHeader(recordType.stdout, 258, 65_535)]).toEqual([1, 6, 1, 2, 255, 255, 0, 0])
  })
})

describe('encodeBeginRequest', () => {
  test.each<[string, number[], number, boolean]>([
    ['a responder', [0, 1, 0, 0, 0, 0, 0, 0], role.responder, false],
    ['an authorizer on a kept connection', [0, 2, 1, 0, 0, 0, 0, 0], role.authorizer, true],
    ['a filter', [0, 3, 0, 0, 0, 0, 0, 0], role.filter, false],
    ['an unknown role', [1, 4, 1, 0, 0, 0, 0, 0], 260, true],
  ])('encodes and decodes %s (FCGI-14, FCGI-15)', (_, body, asked, keepConnection) => {
    const begin = { role: asked, keepConnection }
    expect([...codec.encodeBeginRequest(3, begin)]).toEqual([1, 1, 0, 3, 0, 8, 0, 0, ...body])
    expect(codec.decodeBeginRequest(Uint8Array.from(body))).toEqual(begin)
  })

  it('ignores reserved flags and bytes (FCGI-14)', () => {
    expect(codec.decodeBeginRequest(Uint8Array.of(0, 1, 0xfe, 9, 9, 9, 9, 9))).toEqual({ role: 1, keepConnection: false })
  })
})

describe('encodeEndRequest', () => {
  test.each<[string, number[], number, number]>([
    ['success', [0, 0, 0, 0, 0, 0, 0, 0], 0, protocolStatus.requestComplete],
    ['an exit code', [0, 0, 1, 2, 0, 0, 0, 0], 258, protocolStatus.requestComplete],
    ['the largest exit code', [255, 255, 255, 255, 0, 0, 0, 0], 0xffffffff, protocolStatus.requestComplete],
    ['no multiplexing', [0, 0, 0, 0, 1, 0, 0, 0], 0, protocolStatus.cannotMultiplex],
    ['overload', [0, 0, 0, 0, 2, 0, 0, 0], 0, protocolStatus.overloaded],
    ['an unknown role', [0, 0, 0, 0, 3, 0, 0, 0], 0, protocolStatus.unknownRole],
  ])('encodes and decodes %s (FCGI-29)', (_, body, appStatus, status) => {
    expect([...codec.encodeEndRequest(1, appStatus, status)]).toEqual([1, 3, 0, 1, 0, 8, 0, 0, ...body])
    expect(codec.decodeEndRequest(Uint8Array.from(body))).toEqual({ appStatus, protocolStatus: status })
  })

  it('means success unless told otherwise', () => {
    expect([...codec.encodeEndRequest(1)]).toEqual([1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  })
})

describe('encodeUnknownType', () => {
  it('encodes and decodes the type that was not known, with id 0 (FCGI-12)', () => {
    expect([...codec.encodeUnknownType(77)]).toEqual([1, 11, 0, 0, 0, 8, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0])
    expect(codec.decodeUnknownType(Uint8Array.of(77, 0, 0, 0, 0, 0, 0, 0))).toBe(77)
  })
})

describe('fixed bodies', () => {
  const decoders = [codec.decodeBeginRequest, codec.decodeEndRequest, codec.decodeUnknownType]
  test.each(decoders.flatMap((decode) => [0, 7, 9, 65_535].map((length) => [decode.name, length, decode] as const)))(
    '%s refuses %d bytes',
    (_, length, decode) => {
      expect(() => decode(new Uint8Array(length))).toThrow(WireError)
      expect(() => decode(new Uint8Array(length))).toThrow(/^wire: [A-Z_]+ with \d+ bytes of content, expected 8 \(FastCGI §/)
    },
  )
})

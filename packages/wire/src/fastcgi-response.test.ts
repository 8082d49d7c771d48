import { RecordParser } from './fastcgi-record-parser.ts'
import { encodeWholeResponse } from './fastcgi-response.ts'

const ascii = (text: string) => [...Buffer.from(text, 'latin1')]
const trailer = (id: number) => [1, 6, 0, id, 0, 0, 0, 0, 1, 3, 0, id, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

function stdoutOf(bytes: Uint8Array): { stdout: Buffer; types: number[] } {
  const parser = new RecordParser()
  parser.push(bytes)
  const stdout: Uint8Array[] = []
  const types: number[] = []
  for (let record = parser.next(); record !== null; record = parser.next()) {
    types.push(record.type)
    if (record.type === 6) stdout.push(record.content)
  }
  return { stdout: Buffer.concat(stdout), types }
}

// FCGI-11: memory that was not written shows up as 0xAA.
const { allocUnsafe } = Buffer
beforeAll(() => {
  Buffer.allocUnsafe = (length) => Buffer.alloc(length, 0xaa)
})
afterAll(() => {
  Buffer.allocUnsafe = allocUnsafe
})

describe('encodeWholeResponse', () => {
  test.each<[string, string, string | Uint8Array | null, number[]]>([
    ['a head alone', 'A: b\r\n\r\n', null, [0, 8, 0, 0, ...ascii('A: b\r\n\r\n')]],
    ['a text as UTF-8', 'A\r\n\r\n', 'é€', [0, 10, 6, 0, ...ascii('A\r\n\r\n'), 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0, 0, 0, 0, 0, 0]],
    ['bytes', 'A\r\n\r\n', Uint8Array.of(0, 255), [0, 7, 1, 0, ...ascii('A\r\n\r\n'), 0, 255, 0]],
    ['a latin1 head', 'é\r\n\r\n', '', [0, 5, 3, 0, 0xe9, ...ascii('\r\n\r\n'), 0, 0, 0]],
  ])('encodes %s, the end of STDOUT and END_REQUEST in one piece (FCGI-11, FCGI-27, FCGI-29)', (_, head, body, stdout) => {
    expect([...encodeWholeResponse(5, head, body)]).toEqual([1, 6, 0, 5, ...stdout, ...trailer(5)])
  })

  it('sends no STDOUT but its end when there is nothing to say', () => {
    expect([...encodeWholeResponse(1, '', null)]).toEqual(trailer(1))
  })

  test.each([65_520, 65_528, 65_529, 200_000])('is right around %d bytes', (length) => {
    for (const body of ['x'.repeat(length - 8), new Uint8Array(length - 8).fill(120)]) {
      const response = encodeWholeResponse(1, 'A: b\r\n\r\n', body)
      const { stdout, types } = stdoutOf(response)
      expect(stdout.toString()).toBe(`A: b\r\n\r\n${'x'.repeat(length - 8)}`)
      expect(types).toEqual([...Array.from({ length: Math.ceil(length / 65_528) + 1 }, () => 6), 3])
      expect([...response.subarray(-24)]).toEqual(trailer(1))
    }
  })

  it('refuses a head beyond latin1', () => {
    expect(() => encodeWholeResponse(1, 'A: \u0100\r\n\r\n')).toThrow(TypeError)
  })
})

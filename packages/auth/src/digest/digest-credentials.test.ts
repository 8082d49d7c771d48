import fc from 'fast-check'
import { quoted } from '../challenge.ts'
import { parseDigest } from './digest-credentials.ts'

const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), minLength: 1 })
const hexadecimal = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: length, maxLength: length })

describe('parseDigest', () => {
  it('reads whatever a client can write, in any order', () => {
    const given = fc.record({
      name: printable.filter((text) => !text.includes(':')),
      realm: printable,
      uri: printable,
      nonce: printable,
      nc: hexadecimal(8).filter((text) => text !== '00000000'),
      cnonce: hexadecimal(16),
      response: hexadecimal(64),
    })
    fc.assert(
      fc.property(given, fc.infiniteStream(fc.nat()), ({ name, nc, ...texts }, order) => {
        const strings = Object.entries({ username: name, ...texts }).map(([key, value]) => `${key}=${quoted(value)}`)
        const parts = [...strings, `nc=${nc}`, 'qop=auth', 'algorithm=SHA-256']
        const ranks = new Map(parts.map((part) => [part, order.next().value]))
        const field = parts.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0)).join(', ')
        expect(parseDigest(field)).toEqual({ name, nc, ...texts, algorithm: 'SHA-256', count: Number.parseInt(nc, 16) })
      }),
    )
  })

  it('A2: ends for any text, with credentials or null', () => {
    const pieces = fc.constantFrom(
      'username=',
      'username*=',
      '"',
      '\\',
      'a',
      "UTF-8''%",
      ',',
      ' ',
      '=',
      'nc=00000001',
      'qop=auth',
      'response=',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          expect([null, 'object']).toContain(parseDigest(text) === null ? null : 'object')
        },
      ),
    )
  })

  it('takes 16 kB at their worst in linear time', () => {
    for (const text of ['a=b,'.repeat(4000), 'a="\\"'.repeat(3000), `username*=UTF-8''${'%41'.repeat(5000)}`, `a="${'\\"'.repeat(8000)}`]) {
      const start = performance.now()
      parseDigest(text)
      expect(performance.now() - start).toBeLessThan(100)
    }
  })
})

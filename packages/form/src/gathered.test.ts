import fc from 'fast-check'
import { Gathered } from './gathered.ts'

describe('Gathered', () => {
  it('has all pieces in order, and leaves them alone', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), (pieces) => {
        const before = pieces.map((piece) => [...piece])
        const gathered = new Gathered()
        for (const piece of pieces) gathered.push(piece)
        expect([...gathered.bytes()]).toEqual(before.flat())
        expect(gathered.length).toBe(before.flat().length)
        expect(pieces.map((piece) => [...piece])).toEqual(before)
      }),
    )
  })

  it('takes a million pieces of a byte in little room and time', () => {
    const gathered = new Gathered()
    const started = performance.now()
    for (let count = 0; count < 1_000_000; count++) gathered.push(Uint8Array.of(count))
    expect([gathered.length, gathered.bytes()[999_999]]).toEqual([1_000_000, 999_999 & 0xff])
    expect(gathered.bytes().buffer.byteLength).toBeLessThan(3_000_000)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

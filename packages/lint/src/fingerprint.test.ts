import { fingerprintOf, LastChunk } from './fingerprint.ts'

describe('fingerprintOf', () => {
  it.each([1, 100, 4096])('changes with each byte of a chunk of %i', (length) => {
    const chunk = new Uint8Array(length).fill(7)
    const before = fingerprintOf(chunk)
    for (let index = 0; index < length; index++) {
      chunk[index] = 8
      expect(fingerprintOf(chunk)).not.toBe(before)
      chunk[index] = 7
    }
    expect(fingerprintOf(chunk)).toBe(before)
  })

  it('looks at some of a long chunk', () => {
    const chunk = new Uint8Array(1_000_000)
    const before = fingerprintOf(chunk)
    expect(fingerprintOf(chunk.fill(1))).not.toBe(before)
  })

  it('changes when a chunk is detached, and is the same for what is no bytes', () => {
    const chunk = new Uint8Array(4).fill(1)
    const before = fingerprintOf(chunk)
    structuredClone(chunk, { transfer: [chunk.buffer] })
    expect(fingerprintOf(chunk)).not.toBe(before)
    expect(fingerprintOf('a')).toBe(fingerprintOf(undefined))
  })
})

describe('LastChunk', () => {
  it('does not mind what its reader did before asking for the next', () => {
    const last = new LastChunk()
    const chunk = new Uint8Array(4)
    last.hold(chunk)
    chunk.fill(1)
    last.release()
    expect(last.isChanged()).toBe(false)
    chunk.fill(2)
    expect(last.isChanged()).toBe(true)
  })

  it('has nothing to say of the first', () => {
    const last = new LastChunk()
    last.release()
    expect(last.isChanged()).toBe(false)
  })
})

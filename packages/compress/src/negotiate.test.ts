import type { Encoding } from './encoding.ts'
import { Choice, negotiator } from './negotiate.ts'

const encodings: readonly Encoding[] = ['zstd', 'br', 'gzip']
const offer = { encodings, canEncode: () => true }

describe('Choice', () => {
  it.each<[string | null, Encoding | undefined, boolean]>([
    [null, undefined, false],
    ['', undefined, false],
    ['identity', undefined, false],
    ['gzip', 'gzip', false],
    ['GZIP', 'gzip', false],
    ['x-gzip', 'gzip', false],
    ['gzip, deflate, br, zstd', 'zstd', false],
    ['gzip, deflate, br', 'br', false],
    ['br;q=0.001, gzip;q=0.999', 'gzip', false],
    ['gzip;q=0', undefined, false],
    ['gzip;q=2', undefined, false],
    ['gzip;x=1;q=0.5', 'gzip', false],
    ['deflate', undefined, false],
    ['*', 'zstd', false],
    ['*;q=0.1, zstd;q=0', 'br', false],
    ['*;q=0', undefined, true],
    ['gzip, *;q=0', 'gzip', true],
    ['identity;q=0', undefined, true],
    ['identity;q=0, gzip;q=0.1', 'gzip', true],
    ['identity;q=0.5, gzip;q=0.4', undefined, false],
    ['identity;q=0.5, gzip;q=0.5', 'gzip', false],
    ['identity;q=0.5, *;q=0.1', undefined, false],
  ])('C10: of %j is %s', (field, encoding, refusesIdentity) => {
    const choice = new Choice(field, offer)
    expect([choice.encoding, choice.refusesIdentity]).toEqual([encoding, refusesIdentity])
    expect(choice.isAcceptable).toBe(encoding !== undefined || !refusesIdentity)
  })

  it('asks only for what the client wants, in the order of preference', () => {
    const asked: Encoding[] = []
    const canEncode = (encoding: Encoding) => {
      asked.push(encoding)
      return encoding === 'br'
    }
    expect(new Choice('identity, gzip;q=0', { encodings, canEncode }).encoding).toBeUndefined()
    expect(asked).toEqual([])
    expect(new Choice('gzip;q=0.5, br, zstd', { encodings, canEncode }).encoding).toBe('br')
    expect(asked).toEqual(['zstd', 'br'])
  })
})

describe('negotiator', () => {
  it('remembers what fields come to, but not without bound', () => {
    const choose = negotiator(offer)
    expect(choose('gzip')).toBe(choose('gzip'))
    for (let index = 0; index < 200; index++) choose(`gzip, x${index}`)
    expect(choose('gzip, x150')).not.toBe(choose('gzip, x150'))
    const long = `gzip${', a'.repeat(100)}`
    expect(choose(long)).not.toBe(choose(long))
    expect(choose(long).encoding).toBe('gzip')
  })
})

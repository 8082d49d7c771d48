import type { Encoding } from './encoding.ts'
import { Choice, negotiator } from './negotiate.ts'

const encodings = (): readonly Encoding[] => ['zstd', 'br', 'gzip']

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
    const choice = new Choice(field, encodings)
    expect([choice.encoding, choice.refusesIdentity]).toEqual([encoding, refusesIdentity])
    expect(choice.isAcceptable).toBe(encoding !== undefined || !refusesIdentity)
  })

  it('does not ask which encodings there are for a client that wants none', () => {
    const fail = () => {
      throw new Error('asked')
    }
    expect(new Choice('identity, gzip;q=0', fail).encoding).toBeUndefined()
    expect(() => new Choice('gzip', fail).encoding).toThrow('asked')
  })
})

describe('negotiator', () => {
  it('remembers what fields come to, but not without bound', () => {
    const choose = negotiator(encodings)
    expect(choose('gzip')).toBe(choose('gzip'))
    for (let index = 0; index < 200; index++) choose(`gzip, x${index}`)
    expect(choose('gzip, x150')).not.toBe(choose('gzip, x150'))
    const long = `gzip${', a'.repeat(100)}`
    expect(choose(long)).not.toBe(choose(long))
    expect(choose(long).encoding).toBe('gzip')
  })
})

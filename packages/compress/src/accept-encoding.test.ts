import { identityWeightIn, parseAcceptEncoding, weightIn } from './accept-encoding.ts'

describe('parseAcceptEncoding', () => {
  it.each<[string, Record<string, number>]>([
    ['', {}],
    ['gzip', { gzip: 1 }],
    ['GZip, BR', { gzip: 1, br: 1 }],
    ['x-gzip', { gzip: 1 }],
    ['gzip;q=0', { gzip: 0 }],
    ['gzip;q=0.000', { gzip: 0 }],
    ['br;q=0.001, gzip;q=0.999', { br: 0.001, gzip: 0.999 }],
    ['gzip ; Q=0.85\t,deflate', { gzip: 0.85, deflate: 1 }],
    ['gzip;q=1.000', { gzip: 1 }],
    ['gzip;q=0.', { gzip: 0 }],
    ['gzip;x=1;q=0.5', { gzip: 0.5 }],
    ['*;q=0.1, identity', { '*': 0.1, identity: 1 }],
    [',, gzip ,', { gzip: 1 }],
    ['gzip, gzip;q=0', { gzip: 1 }],
  ])('C10: reads %j', (field, weights) => {
    expect(Object.fromEntries(parseAcceptEncoding(field))).toEqual(weights)
  })

  it.each(['gzip;q=2', 'gzip;q=1.1', 'gzip;q=0.1234', 'gzip;q=-1', 'gzip;q=', 'gzip;q=.5', 'gzip;q=1e0', 'gzip;q="1"', ';q=1'])(
    'C10: leaves %j out',
    (field) => {
      expect(parseAcceptEncoding(`${field}, br`)).toEqual(new Map([['br', 1]]))
    },
  )

  it.each([
    ['commas', ','.repeat(100_000)],
    ['semicolons', `gzip${';'.repeat(100_000)}`],
    ['blanks', `gzip${' '.repeat(50_000)};${' '.repeat(50_000)}q=1`],
    ['names', 'a,'.repeat(50_000)],
    ['parameters', `gzip;${'q=x;'.repeat(25_000)}`],
    ['digits', `gzip;q=0.${'0'.repeat(100_000)}`],
  ])('C10: takes linear time for 100 kB of %s', (_, field) => {
    const started = performance.now()
    parseAcceptEncoding(field)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('weightIn', () => {
  it('takes the asterisk for what is not named', () => {
    const weights = parseAcceptEncoding('gzip;q=0.2, *;q=0.7')
    expect([weightIn(weights, 'gzip'), weightIn(weights, 'br')]).toEqual([0.2, 0.7])
    expect(weightIn(parseAcceptEncoding('gzip'), 'br')).toBe(0)
  })
})

describe('identityWeightIn', () => {
  it.each<[string, number | undefined]>([
    ['gzip', undefined],
    ['*', undefined],
    ['*;q=0', 0],
    ['identity;q=0', 0],
    ['*;q=0, identity;q=0.5', 0.5],
    ['identity', 1],
  ])('C10: is for %j %s', (field, weight) => {
    expect(identityWeightIn(parseAcceptEncoding(field))).toBe(weight)
  })
})

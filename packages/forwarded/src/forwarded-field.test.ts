import { parseForwarded } from './forwarded-field.ts'

const parsed = (field: string) => parseForwarded(field)?.map((element) => Object.fromEntries(element))

describe('parseForwarded', () => {
  test.each([
    ['for="_gazonk"', [{ for: '_gazonk' }]],
    ['For="[2001:db8:cafe::17]:4711"', [{ for: '[2001:db8:cafe::17]:4711' }]],
    ['for=192.0.2.60;proto=http;by=203.0.113.43', [{ for: '192.0.2.60', proto: 'http', by: '203.0.113.43' }]],
    ['for=192.0.2.43, for=198.51.100.17', [{ for: '192.0.2.43' }, { for: '198.51.100.17' }]],
    ['for=a\t,\tfor=b', [{ for: 'a' }, { for: 'b' }]],
    ['for="a;proto=https, for=b"', [{ for: 'a;proto=https, for=b' }]],
    ['for="a\\"b\\\\c"', [{ for: 'a"b\\c' }]],
    [';;for=a;;proto=https;', [{ for: 'a', proto: 'https' }]],
    [', ,for=a,', [{ for: 'a' }]],
    ['', []],
    ['ext=1;for=a', [{ ext: '1', for: 'a' }]],
    ['for="\u00e9"', [{ for: '\u00e9' }]],
  ])('takes %j apart', (field, elements) => {
    expect(parsed(field)).toEqual(elements)
  })

  test.each([
    ['for'],
    ['for='],
    ['for=a b'],
    ['for=[::1]'],
    ['for=192.0.2.1:80'],
    ['for = a'],
    ['for=a; proto=http'],
    ['for=a ;proto=http'],
    ['for=a;for=b'],
    ['for=a;FOR=b'],
    ['for="a'],
    ['for="a\\'],
    ['for="a"b'],
    ['for=", for=192.0.2.1'],
    ['for="a\0"'],
    ['for=\u00e9'],
    ['=a'],
    ['for=a,b'],
  ])('refuses %j', (field) => {
    expect(parsed(field)).toBeUndefined()
  })

  it('takes no longer than the field is', () => {
    const started = performance.now()
    for (const field of [
      ';'.repeat(200_000),
      ','.repeat(200_000),
      `for="${'\\'.repeat(200_000)}`,
      'for=a,'.repeat(50_000),
      ' '.repeat(200_000),
      `${'a'.repeat(200_000)}`,
    ])
      parseForwarded(field)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

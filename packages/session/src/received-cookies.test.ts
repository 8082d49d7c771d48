import { receivedCookies } from './received-cookies.ts'

const long = 'x'.repeat(4097)

describe('receivedCookies', () => {
  test.each<[string, string | null, string[], string[]]>([
    ['no field', null, [], []],
    ['an empty field', '', [], []],
    ['one cookie', 's=a', ['a'], ['s']],
    ['a cookie among others', 'a=b; s=c; d=e', ['c'], ['s']],
    ['no space after the semicolon', 'a=b;s=c;d=e', ['c'], ['s']],
    ['an equals sign in the value', 's=a=b=', ['a=b='], ['s']],
    ['names that contain it', 'xs=1; sx=2; s.x=3; s.12=4', [], []],
    ['duplicates, in their order', 's=a; s=b', ['a', 'b'], ['s']],
    ['no more than four duplicates', 's=1; s=2; s=3; s=4; s=5', ['1', '2', '3', '4'], ['s']],
    ['an empty value', 's=', [''], ['s']],
    ['a name without a value', 's; a=b', [], []],
    ['a value that is too long', `s=${long}; s=a`, ['a'], ['s']],
    ['a long value alone', `s=${long}`, [], ['s']],
    ['chunks in any order', 's.2=c; s=3~a; s.1=b', ['abc'], ['s.2', 's', 's.1']],
    ['a chunk too few', 's=3~a; s.1=b', [], ['s', 's.1']],
    ['a chunk too many', 's=2~a; s.1=b; s.2=c', ['ab'], ['s', 's.1', 's.2']],
    ['more chunks than there may be', 's=4~a; s.1=b; s.2=c; s.3=d', [], ['s', 's.1', 's.2', 's.3']],
    ['chunks without a first one', 's.1=b', [], ['s.1']],
    ['only semicolons', ';;; ;', [], []],
  ])('reads %s', (_, field, values, names) => {
    const found = receivedCookies(field, 's')
    expect([...found.values]).toEqual(values)
    expect([...found.names].toSorted()).toEqual(names.toSorted())
  })

  it('takes time in proportion to the field', () => {
    const started = performance.now()
    receivedCookies('s=a;'.repeat(250_000), 's')
    receivedCookies('s'.repeat(1_000_000), 's')
    receivedCookies(`s${';'.repeat(1_000_000)}`, 's')
    receivedCookies(`s${';'.repeat(1_000_000)}=`, 's')
    receivedCookies('s='.repeat(500_000), 's')
    receivedCookies(`s${' '.repeat(1_000_000)}=${' '.repeat(1_000_000)}`, 's')
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

import fc from 'fast-check'
import { formatChallenge, parseChallenges, type Challenge } from './index.ts'
import { parseAuthParameters } from './auth-parameters.ts'

const tokenText = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ019-._~!#$%&'*+^`|")), minLength: 1, maxLength: 12 })
const quotable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 20 })
const challenges: fc.Arbitrary<Challenge> = fc.record({
  scheme: tokenText,
  parameters: fc.dictionary(
    tokenText.map((name) => `p${name.toLowerCase()}`),
    quotable,
    { noNullPrototype: true, maxKeys: 5 },
  ),
})

describe('parseChallenges', () => {
  it('reads whatever formatChallenge wrote, alone and joined', () => {
    fc.assert(
      fc.property(fc.array(challenges, { maxLength: 4 }), (list) => {
        const read = parseChallenges(list.map(formatChallenge).join(', '))
        expect(read?.map(({ scheme, parameters }) => ({ scheme, parameters: Object.fromEntries(parameters) }))).toEqual(
          list.map(({ scheme, parameters }) => ({ scheme, parameters: { ...parameters } })),
        )
      }),
    )
  })

  it('ends for any text, with challenges or null', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('a="\\, \t=~')) })), (text) => {
        const read = parseChallenges(text)
        expect(read === null || Array.isArray(read)).toBe(true)
      }),
    )
  })

  it.each<[string, [string, Record<string, string>, string?][]]>([
    ['Basic realm="simple"', [['Basic', { realm: 'simple' }]]],
    ['Basic realm=simple', [['Basic', { realm: 'simple' }]]],
    [
      'NEWAUTH REALM = "a, b=\\"c\\"", Basic',
      [
        ['NEWAUTH', { realm: 'a, b="c"' }],
        ['Basic', {}],
      ],
    ],
    [
      'Negotiate, Basic realm="x"',
      [
        ['Negotiate', {}],
        ['Basic', { realm: 'x' }],
      ],
    ],
    [
      'Negotiate oRQwEqADCgEB==, Basic realm="x"',
      [
        ['Negotiate', {}, 'oRQwEqADCgEB=='],
        ['Basic', { realm: 'x' }],
      ],
    ],
    [', Basic realm="x", , charset="UTF-8" ,', [['Basic', { realm: 'x', charset: 'UTF-8' }]]],
    ['Digest qop="auth, auth-int", algorithm=MD5', [['Digest', { qop: 'auth, auth-int', algorithm: 'MD5' }]]],
    ['', []],
  ])('reads %s', (field, expected) => {
    const read = parseChallenges(field)?.map(({ scheme, parameters, token68 }) => [
      scheme,
      Object.fromEntries(parameters),
      ...(token68 === undefined ? [] : [token68]),
    ])
    expect(read).toEqual(expected)
  })

  it.each(['Basic realm="x', 'Basic realm="a", realm="b"', '"Basic"', 'Basic realm="x" charset="y"', 'a b c', 'Basic realm="\\'])(
    'refuses %s',
    (field) => {
      expect(parseChallenges(field)).toBeNull()
    },
  )

  it('takes 1 MB in linear time', () => {
    for (const text of [
      'a'.repeat(1e6),
      'a '.repeat(5e5),
      'a=b,'.repeat(25e4),
      `a ${'b=c,'.repeat(25e4)}`,
      `a b="${'\\"'.repeat(5e5)}`,
      ', '.repeat(5e5),
      'a,'.repeat(5e5),
      `a b="${'x'.repeat(1e6)}`,
      ' '.repeat(1e6),
      '"'.repeat(1e6),
    ]) {
      const start = performance.now()
      parseChallenges(text)
      parseAuthParameters(text)
      expect(performance.now() - start).toBeLessThan(1500)
    }
  })
})

describe('formatChallenge', () => {
  it.each<[Challenge, string]>([
    [{ scheme: 'Basic' }, 'Basic'],
    [{ scheme: 'Basic', parameters: { realm: 'a "b" \\' } }, 'Basic realm="a \\"b\\" \\\\"'],
    [
      { scheme: 'Digest', parameters: { realm: '', algorithm: 'SHA-256', stale: 'true', opaque: undefined } },
      'Digest realm="", algorithm=SHA-256, stale=true',
    ],
  ])('writes %j', (challenge, text) => {
    expect(formatChallenge(challenge)).toBe(text)
  })

  it.each<Challenge>([
    { scheme: 'Ba sic' },
    { scheme: '' },
    { scheme: 'Basic', parameters: { 'a b': '' } },
    { scheme: 'Basic', parameters: { realm: 'a\r\nSet-Cookie: x' } },
    { scheme: 'Basic', parameters: { realm: 'Łódź' } },
    { scheme: 'Digest', parameters: { algorithm: 'a, b' } },
  ])('refuses %j', (challenge) => {
    expect(() => formatChallenge(challenge)).toThrow(TypeError)
  })
})

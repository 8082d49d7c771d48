import { parsePattern } from './pattern.ts'

describe('parsePattern', () => {
  test.each([
    ['the mount itself', '', []],
    ['the root', '/', [{ kind: 'literal', text: '' }]],
    [
      'texts',
      '/pages/new',
      [
        { kind: 'literal', text: 'pages' },
        { kind: 'literal', text: 'new' },
      ],
    ],
    [
      'a slash at the end',
      '/pages/',
      [
        { kind: 'literal', text: 'pages' },
        { kind: 'literal', text: '' },
      ],
    ],
    [
      'what is encoded',
      '/caf%C3%A9/a%2Fb',
      [
        { kind: 'literal', text: 'café' },
        { kind: 'literal', text: 'a/b' },
      ],
    ],
    ['what is not', '/café', [{ kind: 'literal', text: 'café' }]],
    [
      'parameters',
      '/:a/:b_2<int>/*c',
      [
        { kind: 'text', name: 'a' },
        { kind: 'int', name: 'b_2' },
        { kind: 'rest', name: 'c' },
      ],
    ],
    ['a colon inside a text', '/v1:batch', [{ kind: 'literal', text: 'v1:batch' }]],
  ])('takes %s apart', (_, pattern, segments) => {
    expect(parsePattern(pattern)).toEqual(segments)
  })

  test.each([
    ['pages', 'does not begin with a slash'],
    ['//pages', 'has an empty segment'],
    ['/a//b', 'has an empty segment'],
    ['/a/../b', 'has a dot segment'],
    ['/%2e', 'has a dot segment'],
    ['/a?b', 'has a query or a fragment'],
    ['/a#b', 'has a query or a fragment'],
    ['/%zz', 'has a percent sign in "%zz"'],
    ['/%ff', 'has a percent sign in "%ff"'],
    ['/:', 'has ":", which is not :name'],
    ['/:1', 'has ":1", which is not :name'],
    ['/:__proto__', 'has ":__proto__", which is not :name'],
    ['/:id<float>', 'has ":id<float>", which is not :name'],
    ['/:id.json', 'has ":id.json", which is not :name'],
    ['/*rest/x', 'has segments after *rest'],
    ['/*rest<int>', 'the rest of a path is no number'],
    ['/:id/x/:id', 'has two parameters called id'],
  ])('refuses %s', (pattern, why) => {
    expect(() => parsePattern(pattern)).toThrow(TypeError)
    expect(() => parsePattern(pattern)).toThrow(why)
  })

  it('refuses what is no text', () => {
    expect(() => Reflect.apply(parsePattern, undefined, [/x/])).toThrow('router: a pattern is a text, not object')
  })
})

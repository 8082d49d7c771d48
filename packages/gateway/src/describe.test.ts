import { describe as described } from './describe.ts'

const failing = () => {
  throw new Error('no')
}

describe('an error in the log', () => {
  test.each<[string, unknown, string | RegExp]>([
    ['a text', 'x', 'x'],
    ['a number', 5, '5'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['an object', { a: 1 }, '{"a":1}'],
    ['an object that is only text', { toJSON: () => 'x' }, '"x"'],
    ['an error', new TypeError('x'), /^TypeError: x\n {4}at /],
    ['an error of another realm', { name: 'Error', message: 'x', stack: 'Error: x\n    at y' }, 'Error: x\n    at y'],
    ['a DOMException', new DOMException('x', 'AbortError'), /^AbortError: x/],
    ['an error without stack', Object.defineProperty(new RangeError('x'), 'stack', { value: 5 }), 'RangeError: x'],
    ['its cause', new Error('x', { cause: 'y' }), /^Error: x\n[^]*\ncaused by y$/],
    ['what refuses', Object.defineProperty(new Error('x'), 'stack', { get: failing }), 'something that cannot be written'],
    ['what refuses everything', new Proxy({}, { has: failing, get: failing }), 'something that cannot be written'],
    ['what is not JSON', { a: 1n }, 'something that cannot be written'],
  ])('writes %s', (_, thrown, text) => {
    const written = described(thrown)
    expect(typeof text === 'string' ? written === text : text.test(written)).toBe(true)
  })

  it('follows causes, but not for ever', () => {
    const error = new Error('round')
    error.cause = error
    expect(described(error).match(/Error: round/g)).toHaveLength(6)
  })
})

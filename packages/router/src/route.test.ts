import { contextFor, text } from '@gangway/gateway'
import { route } from './route.ts'
import { router } from './router.ts'

const page = route('/pages/:name')

describe('route', () => {
  test.each([
    ['Home', '/pages/Home'],
    ['a/b', '/pages/a%2Fb'],
    ['50%', '/pages/50%25'],
    ['%2F', '/pages/%252F'],
    ['what? #1', '/pages/what%3F%20%231'],
    ['été', '/pages/%C3%A9t%C3%A9'],
    ['a:b@c&d=e+f$g,h;i', '/pages/a:b@c&d=e+f$g,h;i'],
    ['\0\r\n', '/pages/%00%0D%0A'],
    ['...', '/pages/...'],
    ['..\\x', '/pages/..%5Cx'],
    [' ', '/pages/%20'],
    ['constructor', '/pages/constructor'],
  ])('makes a path of %j, from which a router gets it back', async (name, path) => {
    expect(page.href({ name })).toBe(path)
    let got: unknown
    const app = router().get(page, ({ params }) => {
      got = params.name
      return text('')
    })
    await app(contextFor('GET', path))
    expect(got).toBe(name)
  })

  test.each([[''], ['.'], ['..'], ['\ud800']])('refuses %j, which no path can hold', (name) => {
    expect(() => page.href({ name })).toThrow(TypeError)
    expect(() => page.href({ name })).toThrow('cannot be name in /pages/:name')
  })

  it('writes integers, the segments of a rest, and texts of the pattern', () => {
    expect(route('/r/:id<int>').href({ id: 12 })).toBe('/r/12')
    expect(route('/files/*path').href({ path: ['a b', 'c/d'] })).toBe('/files/a%20b/c%2Fd')
    expect(route('/café').href()).toBe('/caf%C3%A9')
    expect(route('/').href()).toBe('/')
    expect(route('').href({}, { mount: '/wiki' })).toBe('/wiki')
  })

  test.each([[-1], [1.5], [Number.NaN], [1e21], [Number.MAX_SAFE_INTEGER + 1]])('refuses %d for an integer', (id) => {
    expect(() => route('/r/:id<int>').href({ id })).toThrow('cannot be id in /r/:id<int>')
  })

  test.each([[[]], [['']], [['a', '..']], [['a', '']]])('refuses the segments %j', (path) => {
    expect(() => route('/files/*path').href({ path })).toThrow('cannot be path in /files/*path')
  })

  it('refuses a parameter that is missing, also where Object.prototype has it', () => {
    expect(() => Reflect.apply(page.href, page, [])).toThrow('router: undefined cannot be name in /pages/:name')
    const inherited = route('/:constructor')
    expect(() => Reflect.apply(inherited.href, inherited, [{}])).toThrow('router: undefined cannot be constructor')
  })

  it('adds the mount and the query', () => {
    const options = { mount: '/wiki', query: { q: 'a b&c', page: 2, all: true, none: undefined } }
    expect(page.href({ name: 'x' }, options)).toBe('/wiki/pages/x?q=a+b%26c&page=2&all=true')
    expect(
      page.href(
        { name: 'x' },
        {
          query: new URLSearchParams([
            ['a', '1'],
            ['a', '2'],
          ]),
        },
      ),
    ).toBe('/pages/x?a=1&a=2')
    expect(page.href({ name: 'x' }, { query: { none: undefined } })).toBe('/pages/x')
  })

  it('does not compile with parameters of another pattern', () => {
    // @ts-expect-error: the pattern has no such parameter
    expect(() => page.href({ title: 'x' })).toThrow(TypeError)
    // @ts-expect-error: an integer is no text
    expect(() => route('/r/:id<int>').href({ id: '1' })).toThrow(TypeError)
  })
})

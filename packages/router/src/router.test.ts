import { contextFor, stack, text, type Application, type Context, type Middleware } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { route } from './route.ts'
import { router } from './router.ts'

async function ask(app: Application, method: string, path: string, mount?: string): Promise<[number, string]> {
  const response = await lint()(app)(contextFor(method, path, mount === undefined ? {} : { mount }))
  return [response.status, await response.text()]
}

function say(word: string): Application {
  return (context) => text('params' in context ? `${word} ${JSON.stringify(context.params)}` : word)
}

describe('router', () => {
  const wiki = router()
    .get('/', say('home'))
    .get('/pages', say('index'))
    .get('/pages/new', say('form'))
    .get('/pages/:name', say('page'))
    .post('/pages/:name', say('save'))
    .get('/pages/:name/:id<int>', say('revision'))
    .get('/pages/:name/:tab', say('tab'))
    .get('/files/*path', say('file'))
    .delete('/files/*path', say('remove'))
    .get('/caf%C3%A9/a%2Fb', say('coffee'))

  test.each([
    ['/', 'home {}'],
    ['/pages', 'index {}'],
    ['/pages/new', 'form {}'],
    ['/pages/n%65w', 'form {}'],
    ['/pages/New', 'page {"name":"New"}'],
    ['/pages/a/12', 'revision {"name":"a","id":12}'],
    ['/pages/a/%31', 'revision {"name":"a","id":1}'],
    ['/pages/a/012', 'tab {"name":"a","tab":"012"}'],
    ['/pages/a/-1', 'tab {"name":"a","tab":"-1"}'],
    ['/pages/a/99999999999999999999', 'tab {"name":"a","tab":"99999999999999999999"}'],
    ['/pages/new/history', 'tab {"name":"new","tab":"history"}'],
    ['/files/a', 'file {"path":["a"]}'],
    ['/files/a/b%2Fc', 'file {"path":["a","b/c"]}'],
    ['/caf%C3%A9/a%2Fb', 'coffee {}'],
    ['/caf%c3%a9/a%2fb', 'coffee {}'],
  ])('finds %s', async (path, expected) => {
    expect(await ask(wiki, 'GET', path)).toEqual([200, expected])
  })

  test.each([
    ['another path', '/none'],
    ['no segment where one is wanted', '/pages//12'],
    ['two slashes at the start', '//pages'],
    ['an encoded slash between segments', '/pages%2Fnew'],
    ['other case', '/Pages'],
    ['another normal form of the same letter', '/cafe%CC%81/a%2Fb'],
    ['a plain slash for an encoded one', '/caf%C3%A9/a/b'],
    ['percent-encoding that is none', '/pages/%zz'],
    ['percent-encoding that is no UTF-8', '/pages/%ff'],
    ['overlong UTF-8', '/pages/%c0%af'],
    ['an empty segment in a rest', '/files/a//b'],
    ['a rest without segments', '/files'],
    ['percent-encoding that is none in a rest', '/files/a/%'],
  ])('finds nothing for %s: %s', async (_, path) => {
    expect(await ask(wiki, 'GET', path)).toEqual([404, 'Not Found\n'])
  })

  test.each([
    ['%2F', '/'],
    ['%252F', '%2F'],
    ['%2e%2e%2fetc', '../etc'],
    ['%5c', '\\'],
    ['a%00b', 'a\0b'],
    ['a+b', 'a+b'],
    ['%C3%A9', 'é'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('decodes the parameter %s once', async (encoded, name) => {
    expect(await ask(wiki, 'GET', `/pages/${encoded}`)).toEqual([200, `page ${JSON.stringify({ name })}`])
  })

  it('matches methods as they are written, and says which are allowed', async () => {
    expect(await ask(wiki, 'POST', '/pages/a')).toEqual([200, 'save {"name":"a"}'])
    for (const method of ['PUT', 'get', 'Post', 'TRACE']) {
      const response = await lint()(wiki)(contextFor(method, '/pages/a'))
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST'])
    }
    const response = await lint()(wiki)(contextFor('PUT', '/files/a/b'))
    expect(response.headers.get('allow')).toBe('DELETE, GET, HEAD, OPTIONS')
  })

  it('falls back to a less specific pattern that has the method, and allows what all of them have', async () => {
    expect(await ask(wiki, 'POST', '/pages/new')).toEqual([200, 'save {"name":"new"}'])
    const response = await lint()(wiki)(contextFor('PATCH', '/pages/new'))
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  })

  it('answers HEAD by GET, unless there is a route for it', async () => {
    const seen: string[] = []
    const note: Application = ({ method }) => {
      seen.push(method)
      return text(method)
    }
    const app = router().get('/a', note).get('/b', note).on('HEAD', '/b', say('head')).post('/c', note)
    expect((await ask(app, 'HEAD', '/a'))[0]).toBe(200)
    expect(await ask(app, 'HEAD', '/b')).toEqual([200, 'head {}'])
    expect((await ask(app, 'HEAD', '/c'))[0]).toBe(405)
    expect(seen).toEqual(['HEAD'])
  })

  it('answers OPTIONS, unless there is a route for it', async () => {
    const response = await lint()(wiki)(contextFor('OPTIONS', '/pages/a'))
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
    const all = await lint()(wiki)(contextFor('OPTIONS', '*'))
    expect([all.status, all.headers.get('allow')]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, POST'])
    expect((await ask(wiki, 'OPTIONS', '/none'))[0]).toBe(404)
    expect(await ask(router().get('/', say('get')).on('OPTIONS', '/', say('mine')), 'OPTIONS', '/')).toEqual([200, 'mine {}'])
  })

  it('answers any method, where another has no route of its own', async () => {
    const app = router().any('/x', say('any')).get('/x', say('get'))
    expect(await ask(app, 'GET', '/x')).toEqual([200, 'get {}'])
    for (const method of ['POST', 'OPTIONS', 'PROPFIND']) expect(await ask(app, method, '/x')).toEqual([200, 'any {}'])
  })

  it('stays synchronous for a synchronous controller', () => {
    const response = router().get('/', () => text('now'))(contextFor('GET', '/'))
    expect(response).toBeInstanceOf(Response)
  })

  it('lets what a controller throws pass', () => {
    const app = router().get('/', () => {
      throw new RangeError('mine')
    })
    expect(() => app(contextFor('GET', '/'))).toThrow('mine')
  })

  it('hands 404 to the application that was given for it', async () => {
    const app = router({ notFound: ({ path }) => text(`no ${path}`, { status: 404 }) }).get('/', say('home'))
    expect(await ask(app, 'GET', '/x')).toEqual([404, 'no /x'])
  })
})

describe('the slash at the end', () => {
  const routes = (trailingSlash?: 'redirect' | 'ignore' | 'strict') =>
    router(trailingSlash ? { trailingSlash } : {})
      .get('/a', say('a'))
      .get('/b/', say('b'))
      .post('/c', say('c'))
      .get('/:x/:y', say('xy'))

  test.each([
    ['/a/', '/a'],
    ['/b', '/b/'],
    ['/b?q=1&r', '/b/?q=1&r'],
    ['/1/2/', '/1/2'],
    ['/1/%2F/', '/1/%2F'],
  ])('is mended by a redirect: %s', async (path, location) => {
    const response = await lint()(routes())(contextFor('GET', path))
    expect([response.status, response.headers.get('location')]).toEqual([308, location])
  })

  it('is part of the route where the application is mounted', async () => {
    const app = router().get('/', say('home')).get('/x', say('x'))
    const at = (path: string) => lint()(app)(contextFor('GET', path, { mount: '/wiki' }))
    expect((await at('/wiki?q')).headers.get('location')).toBe('/wiki/?q')
    expect((await at('/wiki/x/')).headers.get('location')).toBe('/wiki/x')
    expect((await at('/wiki/')).status).toBe(200)
    const itself = router().get('', say('itself'))
    expect(await ask(itself, 'GET', '/wiki', '/wiki')).toEqual([200, 'itself {}'])
    expect((await lint()(itself)(contextFor('GET', '/wiki/', { mount: '/wiki' }))).headers.get('location')).toBe('/wiki')
    expect((await ask(itself, 'GET', '/'))[0]).toBe(404)
  })

  it('keeps method and body in the redirect, and 405 where the other path would be that', async () => {
    expect((await lint()(routes())(contextFor('POST', '/c/', { body: 'x' }))).status).toBe(308)
    expect((await ask(routes(), 'PUT', '/c/'))[0]).toBe(405)
  })

  test.each([['//evil.example/'], ['//evil.example'], ['/%2Fevil.example/%2F/'], ['/\\evil.example/'], ['/a//']])(
    'never makes an address of another host of %s',
    async (path) => {
      const response = await lint()(routes())(contextFor('GET', path))
      const location = response.headers.get('location') ?? '/'
      expect(new URL(location, 'http://localhost/').host).toBe('localhost')
    },
  )

  it('can be ignored, or make a difference', async () => {
    expect(await ask(routes('ignore'), 'GET', '/a/')).toEqual([200, 'a {}'])
    expect(await ask(routes('ignore'), 'GET', '/b')).toEqual([200, 'b {}'])
    expect((await ask(routes('strict'), 'GET', '/a/'))[0]).toBe(404)
    expect((await ask(routes('strict'), 'GET', '/b'))[0]).toBe(404)
  })
})

describe('mount', () => {
  const where: Application = ({ mount, path, url }) => text(`${mount}|${path}|${url.pathname}`)
  const app = router().get('/admin/login', say('login')).mount('/admin', where).mount('/projects/:project', where).mount('/a%2Fb', where)

  test.each([
    ['/admin', '/admin||/admin'],
    ['/admin/', '/admin|/|/admin/'],
    ['/admin/x/y', '/admin|/x/y|/admin/x/y'],
    ['/admin//x', '/admin|//x|/admin//x'],
    ['/%61dmin/x', '/%61dmin|/x|/%61dmin/x'],
    ['/admin/%zz', '/admin|/%zz|/admin/%zz'],
    ['/admin/a%2Fb', '/admin|/a%2Fb|/admin/a%2Fb'],
    ['/a%2fb/c', '/a%2fb|/c|/a%2fb/c'],
    ['/projects/x%2Fy/z', '/projects/x%2Fy|/z|/projects/x%2Fy/z'],
  ])('moves what it matched of %s, as it was written, to the mount', async (path, expected) => {
    expect(await ask(app, 'GET', path)).toEqual([200, expected])
  })

  test.each([['/administrator'], ['/admin%2Fx'], ['/a/b/c'], ['/projects'], ['/projects//x']])('leaves %s alone', async (path) => {
    expect((await ask(app, 'GET', path))[0]).toBe(404)
  })

  it('comes after routes, for what they do not answer', async () => {
    expect(await ask(app, 'GET', '/admin/login')).toEqual([200, 'login {}'])
    expect(await ask(app, 'POST', '/admin/login')).toEqual([200, '/admin|/login|/admin/login'])
  })

  it('adds to a mount that is there', async () => {
    expect(await ask(app, 'GET', '/wiki/admin/x', '/wiki')).toEqual([200, '/wiki/admin|/x|/wiki/admin/x'])
  })

  it('hands everything else to an application at the root', async () => {
    const all = router().get('/x', say('x')).mount('', where)
    expect(await ask(all, 'GET', '/y/z')).toEqual([200, '|/y/z|/y/z'])
    expect(await ask(all, 'GET', '/wiki', '/wiki')).toEqual([200, '/wiki||/wiki'])
  })

  it('hands its parameters on to a router inside', async () => {
    const tasks = router<{ params: { readonly project: string } }>().get('/tasks/:id<int>', ({ params }) => {
      const { project, id } = params
      return text(`${project}: ${id + 1}`)
    })
    const outer = router().mount('/projects/:project', tasks)
    expect(await ask(outer, 'GET', '/projects/a%2Fb/tasks/6')).toEqual([200, 'a/b: 7'])
    expect((await ask(outer, 'GET', '/projects/a/tasks/x'))[0]).toBe(404)
  })

  it('does not change the context of those outside', async () => {
    const contexts: Context[] = []
    const around: Middleware = (inner) => async (context) => {
      const response = await inner(context)
      contexts.push(context)
      return response
    }
    await stack().use(around).app(app)(contextFor('GET', '/admin/x'))
    expect(contexts.map(({ mount, path }) => [mount, path])).toEqual([['', '/admin/x']])
    expect('params' in (contexts[0] ?? {})).toBe(false)
  })
})

describe('what is wrong from the start', () => {
  const nothing = () => text('')

  test.each([
    ['the same pattern', '/a', '/a'],
    ['another name for a parameter', '/a/:x', '/a/:y'],
    ['another name for a rest', '/a/*x', '/a/*y'],
    ['another way to write it', '/%61', '/a'],
  ])('refuses %s twice for a method', (_, first, second) => {
    const app = router().get(first, nothing)
    expect(() => app.get(second, nothing)).toThrow(`is there already for GET, as ${JSON.stringify(first)}`)
    expect(() => app.post(second, nothing)).not.toThrow()
    app.any(first, nothing)
    expect(() => app.any(second, nothing)).toThrow('is there already for any method')
  })

  it('refuses two applications at one place, and places that are none', () => {
    const app = router().mount('/a', nothing)
    expect(() => app.mount('/%61', nothing)).toThrow('the pattern "/%61" is mounted already, as "/a"')
    expect(() => app.mount('/b/', nothing)).toThrow('ends with a slash')
    expect(() => app.mount('/', nothing)).toThrow('ends with a slash')
    expect(() => app.mount('/b/*rest', nothing)).toThrow('what is below it goes to the application')
  })

  it('refuses options, methods and functions that are none', () => {
    const wrong = (call: (...given: never[]) => unknown, ...given: unknown[]) => Reflect.apply(call, undefined, given)
    expect(() => wrong(router, { trailingSlash: 'maybe' })).toThrow("router: trailingSlash is 'redirect', 'ignore' or 'strict'")
    expect(() => wrong(router, { notFound: 404 })).toThrow('router: notFound is an application, not number')
    expect(() => wrong(router().get, '/', 'home')).toThrow('router: "/" takes a function, not string')
    expect(() => wrong(router().get, 7, nothing)).toThrow('router: a pattern is a text, not number')
    expect(() => router().on('get', '/', nothing)).toThrow('router: "get" is not a method in upper case')
    expect(() => router().on('A B', '/', nothing)).toThrow('is not a method in upper case')
  })
})

describe('types', () => {
  it('come from the pattern and from the layers outside', async () => {
    const greet: Middleware<{ readonly greeting: string }> = (app) => (context) => app(Object.assign(context, { greeting: 'Hello' }))
    const hello = route('/hello/:name/:times<int>')
    const routes = router<{ readonly greeting: string }>().get(hello, ({ greeting, params: { name, times } }) =>
      text(`${greeting} ${name.toUpperCase()} ${times.toFixed(1)}`),
    )
    const app = stack().use(greet).app(routes)
    expect(await ask(app, 'GET', hello.href({ name: 'you', times: 3 }))).toEqual([200, 'Hello YOU 3.0'])
    // @ts-expect-error: the pattern has no parameter of this name
    router().get('/:name', ({ params }) => text(params.title))
    // @ts-expect-error: nothing puts a greeting on the context
    stack().app(routes)
  })
})

describe('time', () => {
  it('is bounded by the patterns, however long and however similar a path is', async () => {
    const app = router()
    for (let depth = 1; depth <= 12; depth++) {
      app.get(`${'/a'.repeat(depth)}/b`, say('literal'))
      app.get(`${Array.from({ length: depth }, (_, index) => `/:p${index}`).join('')}/c`, say('text'))
    }
    const started = performance.now()
    for (const path of ['/a'.repeat(4000), `${'/a'.repeat(12)}/d`, `/${'a'.repeat(100_000)}`, '/%'.repeat(4000)])
      expect((await app(contextFor('GET', path))).status).toBe(404)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('is not spent on decoding what no pattern asks for', async () => {
    const app = router().get('/x/*rest', say('rest'))
    expect((await app(contextFor('GET', `/y${'/%41'.repeat(4000)}`))).status).toBe(404)
    const found = await app(contextFor('GET', `/x${'/%41'.repeat(4000)}`))
    expect((await found.text()).length).toBe(16_015)
  })
})

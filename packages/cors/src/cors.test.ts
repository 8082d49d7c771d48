import { contextFor, GatewayError, HttpError, text, type Application, type Context } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { cors, type CorsOptions } from './index.ts'

const app1 = 'https://app.example.org'
const app2 = 'https://other.example.org:8443'
const evil = 'https://evil.example'
const list: CorsOptions = { origins: [app1, app2] }

function appWith(options: CorsOptions, inner: Application = () => text('done')): Application {
  return lint()(cors(options)(lint()(inner)))
}

function request(fields: Record<string, string> = {}, method = 'GET'): Context {
  return contextFor(method, 'https://api.example.org/', { headers: fields, log: () => {} })
}

function preflight(origin: string, fields: Record<string, string> = {}): Context {
  return request({ origin, 'access-control-request-method': 'PUT', ...fields }, 'OPTIONS')
}

async function fieldsOf(answer: Response | Promise<Response>): Promise<Record<string, string>> {
  const { headers } = await answer
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'))
}

async function failureOf(app: Application, context: Context): Promise<unknown> {
  try {
    return await app(context)
  } catch (error) {
    return error
  }
}

function headersOf(error: unknown): Record<string, string> {
  const headers: unknown = Reflect.get(Object(error), 'headers')
  return headers instanceof Headers ? Object.fromEntries(headers) : {}
}

describe('an answer', () => {
  it('may be read by the origins that are named, and says that it depends on them', async () => {
    for (const origin of [app1, app2]) {
      expect(await fieldsOf(appWith(list)(request({ origin })))).toEqual({ 'access-control-allow-origin': origin, vary: 'Origin' })
    }
  })

  test.each([
    ['no origin at all', {}],
    ['another', { origin: evil }],
    ['null', { origin: 'null' }],
    ['one with another port', { origin: `${app1}:8443` }],
    ['one with another scheme', { origin: 'http://app.example.org' }],
    ['one that begins with a name', { origin: `${app1}.evil.example` }],
    ['one that ends with a name', { origin: 'https://evilapp.example.org' }],
    ['a host in which a dot is another letter', { origin: 'https://appXexample.org' }],
    ['upper case', { origin: app1.toUpperCase() }],
    ['a slash at its end', { origin: `${app1}/` }],
    ['two', { origin: `${app1}, ${evil}` }],
    ['none', { origin: '' }],
  ])('may not be read by %s, and depends on it all the same', async (_, fields) => {
    expect(await fieldsOf(appWith(list)(request(fields)))).toEqual({ vary: 'Origin' })
    expect(await fieldsOf(appWith({ ...list, credentials: true, exposed: ['x-total'] })(request(fields)))).toEqual({ vary: 'Origin' })
  })

  it('may be read by everybody where it says so, whoever asked first', async () => {
    for (const fields of [{}, { origin: evil }, { origin: 'null' }])
      expect(await fieldsOf(appWith({ origins: '*' })(request(fields)))).toEqual({ 'access-control-allow-origin': '*' })
  })

  it('may be read with credentials, and has fields that may be read', async () => {
    const options = { ...list, credentials: true, exposed: ['ETag', 'X-Total'] }
    expect(await fieldsOf(appWith(options)(request({ origin: app1 })))).toEqual({
      'access-control-allow-origin': app1,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'ETag, X-Total',
      vary: 'Origin',
    })
  })

  it('goes by a function as well, of the origin and the context, at once or later', async () => {
    const asked: string[] = []
    const options: CorsOptions = {
      origins: (origin, { path }) => {
        asked.push(origin)
        return path === '/' ? Promise.resolve(origin.endsWith('.example.org')) : false
      },
    }
    expect(await fieldsOf(appWith(options)(request({ origin: app1 })))).toEqual({ 'access-control-allow-origin': app1, vary: 'Origin' })
    expect(await fieldsOf(appWith(options)(request({ origin: evil })))).toEqual({ vary: 'Origin' })
    expect(await fieldsOf(appWith(options)(request({ origin: 'null' })))).toEqual({ vary: 'Origin' })
    expect(await fieldsOf(appWith(options)(request()))).toEqual({ vary: 'Origin' })
    expect(asked).toEqual([app1, evil])
  })

  test.each([
    ['Accept-Encoding', 'Accept-Encoding, Origin'],
    ['accept, ORIGIN', 'accept, ORIGIN'],
    ['*', '*'],
  ])('keeps what it depends on: %s', async (vary, expected) => {
    const inner: Application = () => text('done', { headers: { vary } })
    expect((await cors(list)(inner)(request({ origin: app1 }))).headers.get('vary')).toBe(expected)
  })

  it('keeps what a layer inside says, and is never changed where it is another’s', async () => {
    const inner = cors({ origins: [evil] })(() => text('done'))
    expect(await fieldsOf(appWith(list, inner)(request({ origin: evil })))).toEqual({ 'access-control-allow-origin': evil, vary: 'Origin' })
    expect(await fieldsOf(cors({ origins: '*' })(inner)(request({ origin: evil })))).toEqual({
      'access-control-allow-origin': evil,
      vary: 'Origin',
    })
    const redirect = await appWith(list, () => Response.redirect('https://example.org/'))(request({ origin: app1 }))
    expect([redirect.status, redirect.headers.get('access-control-allow-origin')]).toEqual([302, app1])
    const unchanged = await appWith(list, () => new Response(null, { status: 304 }))(request({ origin: app1 }))
    expect([unchanged.status, unchanged.headers.get('vary')]).toEqual([304, 'Origin'])
    const upgraded = Object.defineProperty(text(''), 'status', { value: 101 })
    expect(cors(list)(() => upgraded)(request({ origin: app1 }))).toBe(upgraded)
  })

  it('is there at once where the application answers at once', () => {
    expect(cors(list)(() => text('done'))(request({ origin: app1 }))).toBeInstanceOf(Response)
    expect(cors(list)(() => text('done'))(preflight(app1))).toBeInstanceOf(Response)
  })
})

describe('a preflight', () => {
  it('is answered without the application: what may be done, and for how long', async () => {
    let isCalled = false
    const app = appWith(list, () => {
      isCalled = true
      return text('done')
    })
    const response = await app(preflight(app1, { 'access-control-request-headers': 'content-type,x-token' }))
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await fieldsOf(response)).toEqual({
      'access-control-allow-origin': app1,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'content-type, x-token',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    })
    expect(isCalled).toBe(false)
  })

  it('of another origin is refused in words, and depends on what was asked', async () => {
    for (const origin of [evil, 'null']) {
      const response = await appWith({ ...list, credentials: true })(preflight(origin))
      expect([response.status, await response.text()]).toEqual([403, 'cors: pages of this origin may not read what is answered here\n'])
      expect(await fieldsOf(response)).toEqual({ vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' })
    }
  })

  it('says what the options say', async () => {
    const options = {
      ...list,
      methods: ['PUT', 'PUT', 'REPORT'],
      headers: ['Content-Type', 'Authorization'],
      maxAge: 86_400,
      credentials: true,
      exposed: ['etag'],
    }
    expect(await fieldsOf(appWith(options)(preflight(app1, { 'access-control-request-headers': 'x-other' })))).toMatchObject({
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, REPORT',
      'access-control-allow-headers': 'Content-Type, Authorization',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '86400',
    })
    expect(await fieldsOf(appWith({ ...list, headers: [], maxAge: -1 })(preflight(app1)))).toEqual({
      'access-control-allow-origin': app1,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-max-age': '-1',
      vary: expect.any(String),
    })
  })

  it('for everybody depends on no origin', async () => {
    expect(await fieldsOf(appWith({ origins: '*' })(preflight('null')))).toMatchObject({
      'access-control-allow-origin': '*',
      vary: 'Access-Control-Request-Method, Access-Control-Request-Headers',
    })
  })

  test.each([
    ['nothing', '', undefined],
    ['names twice', 'x-a, X-A,x-b', 'x-a, x-b'],
    ['what is no name', 'x-a, x b, <script>, x-c:d, ,é', 'x-a'],
    ['many commas', ','.repeat(5000), undefined],
  ])('gives back names and nothing else: of %s', async (_, asked, expected) => {
    const fields = await fieldsOf(appWith(list)(preflight(app1, { 'access-control-request-headers': asked })))
    expect(fields['access-control-allow-headers']).toBe(expected)
  })

  it('asks for a private network, which is allowed only where that is said', async () => {
    const asked = { 'access-control-request-private-network': 'true' }
    expect(await fieldsOf(appWith(list)(preflight(app1, asked)))).not.toHaveProperty('access-control-allow-private-network')
    const options = { ...list, privateNetwork: true }
    expect(await fieldsOf(appWith(options)(preflight(app1, asked)))).toMatchObject({
      'access-control-allow-private-network': 'true',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
    })
    expect(await fieldsOf(appWith(options)(preflight(app1)))).not.toHaveProperty('access-control-allow-private-network')
    expect(await fieldsOf(appWith(options)(preflight(evil, asked)))).not.toHaveProperty('access-control-allow-private-network')
  })

  test.each([
    ['without a method', { origin: app1 }, 'OPTIONS'],
    ['without an origin', { 'access-control-request-method': 'PUT' }, 'OPTIONS'],
    ['by another method', { origin: app1, 'access-control-request-method': 'PUT' }, 'GET'],
  ])('%s is none', async (_, fields, method) => {
    const response = await appWith(list)(request(fields as Record<string, string>, method))
    expect(await response.text()).toBe('done')
  })
})

describe('an error', () => {
  const throwing = (error: unknown): Application => appWith(list, () => Promise.reject(error as Error))

  it('of the application’s can be read as an answer can, and stays what it was', async () => {
    class OwnError extends HttpError {
      override readonly name: string = 'OwnError'
      readonly code = 'own'
    }
    const cause = new TypeError('cause')
    const thrown = new OwnError(401, 'Who are you?', { headers: { 'www-authenticate': 'Basic', vary: 'Cookie' }, cause })
    const failure = await failureOf(throwing(thrown), request({ origin: app1 }))
    expect(failure).toBeInstanceOf(OwnError)
    expect(failure).toMatchObject({
      name: 'OwnError',
      code: 'own',
      status: 401,
      message: 'Who are you?',
      expose: true,
      cause,
      stack: thrown.stack,
    })
    expect(headersOf(failure)).toEqual({ 'www-authenticate': 'Basic', 'access-control-allow-origin': app1, vary: 'Cookie, Origin' })
    expect(headersOf(thrown)).toEqual({ 'www-authenticate': 'Basic', vary: 'Cookie' })
  })

  it('that is thrown again and again says each time who may read it', async () => {
    const shared = new HttpError(404)
    const app = throwing(shared)
    expect(headersOf(await failureOf(app, request({ origin: app1 })))).toEqual({ 'access-control-allow-origin': app1, vary: 'Origin' })
    expect(headersOf(await failureOf(app, request({ origin: evil })))).toEqual({ vary: 'Origin' })
    expect(headersOf(await failureOf(app, request()))).toEqual({ vary: 'Origin' })
    expect(headersOf(shared)).toEqual({})
  })

  it('that nobody expected is the cause of one that can be read, where a page asks', async () => {
    const thrown = new TypeError('broken')
    const failure = await failureOf(throwing(thrown), request({ origin: app1 }))
    expect(failure).toMatchObject({ name: 'HttpError', status: 500, expose: false, cause: thrown })
    expect(headersOf(failure)).toEqual({ 'access-control-allow-origin': app1, vary: 'Origin' })
    expect(await failureOf(throwing(thrown), request({ origin: evil }))).toBe(thrown)
    expect(await failureOf(throwing(thrown), request())).toBe(thrown)
    expect(
      await failureOf(
        appWith({ origins: '*' }, () => Promise.reject(thrown)),
        request(),
      ),
    ).toBe(thrown)
    const teapot = Object.assign(new Error('tea'), { status: 418 })
    expect(await failureOf(throwing(teapot), request({ origin: app1 }))).toMatchObject({ status: 418, expose: false })
  })

  test.each([
    ['the gateway', new GatewayError('ERR_BODY_TRUNCATED', 'cut')],
    ['a client that left', new DOMException('The client left', 'AbortError')],
  ])('of %s stays as it is', async (_, thrown) => {
    expect(await failureOf(throwing(thrown), request({ origin: app1 }))).toBe(thrown)
  })

  it('is thrown at once where it was', () => {
    const app = cors(list)(() => {
      throw new HttpError(404)
    })
    expect(() => app(request({ origin: app1 }))).toThrow(HttpError)
  })
})

describe('cors', () => {
  test.each<[string, CorsOptions, string]>([
    ['credentials for everybody', { origins: '*', credentials: true }, 'with credentials, origins are named'],
    ['a star among origins', { origins: ['*'] }, '"*" is no origin'],
    ['a pattern of origins', { origins: ['https://*.example.org'] }, 'is no origin'],
    ['null among origins', { origins: ['null'] }, '"null" is no origin'],
    ['a path', { origins: ['https://example.org/x'] }, 'is no origin'],
    ['a slash at the end', { origins: ['https://example.org/'] }, 'is no origin'],
    ['a host alone', { origins: ['example.org'] }, 'is no origin'],
    ['a port that goes without saying', { origins: ['https://example.org:443'] }, 'is no origin'],
    ['a text', { origins: 'https://example.org' as '*' }, 'origins are *, a list or a function'],
    ['no origins', {} as CorsOptions, 'origins are *, a list or a function'],
    ['a star for headers with credentials', { origins: [app1], credentials: true, headers: ['*'] }, 'headers are named, not *'],
    ['a star to expose with credentials', { origins: [app1], credentials: true, exposed: ['*'] }, 'exposed are named, not *'],
    ['a method that is none', { origins: [app1], methods: ['PUT, GET'] }, 'methods has "PUT, GET"'],
    ['a header that is none', { origins: [app1], headers: ['x:y'] }, 'headers has "x:y"'],
    ['half a second', { origins: [app1], maxAge: 0.5 }, 'maxAge is a whole number'],
  ])('refuses %s at once', (_, options, message) => {
    expect(() => cors(options)).toThrow(TypeError)
    expect(() => cors(options)).toThrow(message)
  })

  it('takes origins of other schemes, as extensions and apps have', async () => {
    const origin = 'chrome-extension://abcdefghijklmnop'
    expect(await fieldsOf(appWith({ origins: [origin, 'capacitor://localhost'] })(request({ origin })))).toMatchObject({
      'access-control-allow-origin': origin,
    })
  })
})

import { metaVariables, type WebServerProfile, type WebServerSite } from './meta-variables.ts'
import { headOf, type PeerRequest } from './peer-request.ts'

const site: Omit<WebServerSite, 'profile'> = {
  protocol: 'fastcgi',
  version: '1.0',
  origin: 'http://conformance.test',
  base: '',
  client: '192.0.2.7',
}

function variables(profile: WebServerProfile, request: PeerRequest, base = ''): Record<string, string[]> {
  const named: Record<string, string[]> = {}
  for (const [name, value] of metaVariables(headOf(request), { ...site, base, profile })) (named[name] ??= []).push(value)
  return named
}

const request: PeerRequest = {
  method: 'POST',
  target: '/a%2Fb%20c/../d?x=%20y',
  fields: [
    ['Cookie', 'a=1'],
    ['cookie', 'b=2'],
    ['X-List', '1'],
    ['x-list', '2'],
    ['x_under', 'no'],
    ['Authorization', 'Basic x'],
    ['Proxy', 'http://evil.test'],
    ['Content-Type', 'text/plain'],
  ],
  body: 'hello',
}

describe('metaVariables', () => {
  test.each([
    [
      'nginx',
      {
        SCRIPT_NAME: ['/a/d'],
        PATH_INFO: undefined,
        HTTP_COOKIE: ['a=1', 'b=2'],
        HTTP_X_LIST: ['1', '2'],
        HTTP_PROXY: ['http://evil.test'],
        HTTP_AUTHORIZATION: ['Basic x'],
      },
    ],
    [
      'apache',
      {
        SCRIPT_NAME: [''],
        PATH_INFO: ['/d'],
        HTTP_COOKIE: ['a=1, b=2'],
        HTTP_X_LIST: ['1, 2'],
        HTTP_PROXY: undefined,
        HTTP_AUTHORIZATION: undefined,
      },
    ],
    [
      'lighttpd',
      {
        SCRIPT_NAME: [''],
        PATH_INFO: ['/a/d'],
        HTTP_COOKIE: ['a=1; b=2'],
        HTTP_X_LIST: ['1, 2'],
        HTTP_PROXY: undefined,
        HTTP_AUTHORIZATION: ['Basic x'],
      },
    ],
  ] as const)('has the habits of %s (B.5)', (profile, expected) => {
    const made = variables(profile, request)
    expect(made).toMatchObject({
      REQUEST_METHOD: ['POST'],
      REQUEST_URI: ['/a%2Fb%20c/../d?x=%20y'],
      QUERY_STRING: ['x=%20y'],
      CONTENT_LENGTH: ['5'],
      CONTENT_TYPE: ['text/plain'],
    })
    for (const [name, values] of Object.entries(expected)) expect([name, made[name]]).toEqual([name, values])
    expect(made).not.toHaveProperty('HTTP_X_UNDER')
  })

  test.each([
    ['nginx', [''], [''], ['chunked']],
    ['apache', undefined, undefined, ['chunked']],
    ['lighttpd', ['0'], ['-1'], undefined],
  ] as const)('says with %s what is known of a length', (profile, none, unknown, encoding) => {
    expect(variables(profile, {}).CONTENT_LENGTH).toEqual(none)
    const streamed = variables(profile, { method: 'POST', body: [], length: 'unknown' })
    expect([streamed.CONTENT_LENGTH, streamed.HTTP_TRANSFER_ENCODING]).toEqual([unknown, encoding])
  })

  it('splits the path below a mount', () => {
    expect(variables('apache', { target: '/x?y' }, '/app.cgi')).toMatchObject({
      SCRIPT_NAME: ['/app.cgi'],
      PATH_INFO: ['/x'],
      REQUEST_URI: ['/app.cgi/x?y'],
    })
  })

  it('passes an absolute target on as it is', () => {
    expect(variables('apache', { target: 'http://other.test:81/x?y#z' })).toMatchObject({
      REQUEST_URI: ['http://other.test:81/x?y#z'],
      PATH_INFO: ['/x'],
      QUERY_STRING: ['y'],
    })
  })
})

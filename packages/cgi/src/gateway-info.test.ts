import type { Carrier } from './carrier.ts'
import { gatewayInfo } from './gateway-info.ts'

const can = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const carrier: Carrier = {
  protocol: 'fastcgi',
  version: '1.0',
  role: 'responder',
  multiprocess: true,
  runOnce: false,
  can,
  body: null,
  log() {},
  waitUntil() {},
}

describe('gatewayInfo', () => {
  it('says what carried the request, with the raw variables', () => {
    const pairs = ['SERVER_SOFTWARE', 'nginx/1.22.1', 'HTTP___PROTO__', 'x', 'HTTP_ACCEPT', 'a', 'HTTP_ACCEPT', 'b']
    const gateway = gatewayInfo(pairs, carrier)
    expect(gateway).toMatchObject({
      protocol: 'fastcgi',
      version: '1.0',
      software: 'nginx/1.22.1',
      role: 'responder',
      multiprocess: true,
      runOnce: false,
    })
    expect(Object.getPrototypeOf(gateway.variables)).toBeNull()
    expect(gateway.variables).toEqual(
      Object.assign(Object.create(null), { SERVER_SOFTWARE: 'nginx/1.22.1', HTTP___PROTO__: 'x', HTTP_ACCEPT: 'a, b' }),
    )
    expect(gateway.variables).toBe(gateway.variables)
  })

  it.each<[string, Record<string, string>, unknown]>([
    [
      'an error document of Apache',
      { REDIRECT_STATUS: '404', REDIRECT_URL: '/missing', REDIRECT_QUERY_STRING: 'a=1' },
      { status: 404, url: '/missing', query: 'a=1' },
    ],
    ['a rewrite inside Apache', { REDIRECT_STATUS: '200', REDIRECT_URL: '/pretty' }, { status: 200, url: '/pretty', query: '' }],
    ["nginx's constant", { REDIRECT_STATUS: '200' }, undefined],
    ['nothing', {}, undefined],
    ['a status that is no number', { REDIRECT_STATUS: 'x', REDIRECT_URL: '/a' }, { status: 200, url: '/a', query: '' }],
  ])('has the redirect of %s (CGI-15)', (_, variables, redirect) => {
    expect(gatewayInfo(Object.entries(variables).flat(), carrier).redirect).toEqual(redirect)
  })
})

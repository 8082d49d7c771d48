import { incomingFromVariables } from './incoming.ts'

const can = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const carrier = { protocol: 'cgi', version: '1.1', multiprocess: true, runOnce: true, can, body: null, log() {}, waitUntil() {} } as const

describe('authority', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the Host field', { HTTP_HOST: 'example.org:81', SERVER_NAME: 'other', SERVER_PORT: '80' }, 'example.org:81'],
    ['the absolute target before the Host field', { HTTP_HOST: 'a', REQUEST_URI: 'http://b:82/x' }, 'b:82'],
    ['the server name and port', { HTTP_HOST: '', SERVER_NAME: 'a', SERVER_PORT: '8080' }, 'a:8080'],
    ['the server name without the port of http', { HTTP_HOST: '', SERVER_NAME: 'a', SERVER_PORT: '80' }, 'a'],
    ['the server name without the port of https', { HTTP_HOST: '', SERVER_NAME: 'a', SERVER_PORT: '443', HTTPS: 'on' }, 'a'],
    ['the server name with the port of http on https', { HTTP_HOST: '', SERVER_NAME: 'a', SERVER_PORT: '80', HTTPS: 'on' }, 'a:80'],
    ['no port when nginx listens on a unix socket', { HTTP_HOST: '', SERVER_NAME: 'a', SERVER_PORT: '' }, 'a'],
    ['a server name that is IPv6', { HTTP_HOST: '', SERVER_NAME: '::1', SERVER_PORT: '81' }, '[::1]:81'],
    ['a server name that is IPv6 in brackets', { HTTP_HOST: '', SERVER_NAME: '[2001:db8::1]', SERVER_PORT: '81' }, '[2001:db8::1]:81'],
    ["the address instead of nginx's _", { HTTP_HOST: '_', SERVER_NAME: '_', SERVER_ADDR: '192.0.2.1', SERVER_PORT: '80' }, '192.0.2.1'],
    [
      "the address instead of nginx's regular expression",
      { HTTP_HOST: '', SERVER_NAME: '~^x', SERVER_ADDR: '::1', SERVER_PORT: '81' },
      '[::1]:81',
    ],
    ['the address instead of a wildcard', { HTTP_HOST: '', SERVER_NAME: '*.example.org', SERVER_ADDR: '192.0.2.1' }, '192.0.2.1'],
    [
      "the address instead of lighttpd's empty name",
      { HTTP_HOST: '', SERVER_NAME: '', SERVER_ADDR: '127.0.0.1', SERVER_PORT: '81' },
      '127.0.0.1:81',
    ],
    ['localhost when nothing is known', { HTTP_HOST: '', SERVER_NAME: '_', SERVER_ADDR: 'unix:/run/nginx.sock' }, 'localhost'],
  ])('is %s (CGI-13)', (_, variables, authority) => {
    expect(incomingFromVariables(Object.entries({ REQUEST_METHOD: 'GET', ...variables }).flat(), carrier).authority).toBe(authority)
  })
})

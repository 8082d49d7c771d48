import type { Carrier } from './carrier.ts'
import { incomingFromVariables } from './incoming.ts'

type Variables = Record<string, string>
type Where = [mount: string, path: string, query?: string]

const can = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const carrier: Carrier = {
  protocol: 'fastcgi',
  version: '1.0',
  multiprocess: true,
  runOnce: false,
  can,
  body: null,
  log() {},
  waitUntil() {},
}

function locate(variables: Variables, init: Partial<Carrier> = {}): Where {
  const pairs = Object.entries({ REQUEST_METHOD: 'GET', HTTP_HOST: 'a', ...variables }).flat()
  const { mount, path, query } = incomingFromVariables(pairs, { ...carrier, ...init })
  return query === '' ? [mount, path] : [mount, path, query]
}

const nginx = { SERVER_SOFTWARE: 'nginx/1.22.1' }
const apache = { SERVER_SOFTWARE: 'Apache/2.4.71 (Debian)', DOCUMENT_ROOT: '/var/www' }
const caddy = { SERVER_SOFTWARE: 'Caddy/2.6.2' }
const haproxy = { SERVER_SOFTWARE: 'HAProxy 2.6.12' }
const cgi: Partial<Carrier> = { protocol: 'cgi' }

describe('the path, as the client asked', () => {
  it.each<[string, Variables, Where]>([
    ['slashes that nginx merges', { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a/b', REQUEST_URI: '/app//a///b' }, ['/app', '//a///b']],
    [
      'slashes that nginx merges at the end',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a/', REQUEST_URI: '/app/a//' },
      ['/app', '/a//'],
    ],
    [
      'slashes before the script, which would lead to another host',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a', REQUEST_URI: '//app/a' },
      ['/app', '/a'],
    ],
    ['slashes that Caddy keeps', { ...caddy, SCRIPT_NAME: '//app', PATH_INFO: '//a', REQUEST_URI: '//app//a' }, ['/app', '//a']],
    [
      'dot segments that nginx resolves',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/b/c', REQUEST_URI: '/app/a/../b/./c' },
      ['/app', '/b/c'],
    ],
    [
      'dot segments that Caddy leaves',
      { ...caddy, SCRIPT_NAME: '/app', PATH_INFO: '/a/../b/./c', REQUEST_URI: '/app/a/../b/./c' },
      ['/app', '/b/c'],
    ],
    [
      'dot segments that HAProxy leaves',
      { ...haproxy, SCRIPT_NAME: '/app/a/%2e%2e/b', REQUEST_URI: '/app/a/%2e%2e/b' },
      ['', '/app/a/%252e%252e/b'],
    ],
    ['encoded dot segments', { ...nginx, SCRIPT_NAME: '/b', REQUEST_URI: '/a/%2e%2e/b' }, ['', '/b']],
    ['a traversal by encoded slashes', { ...nginx, SCRIPT_NAME: '/b', REQUEST_URI: '/a%2f..%2fb' }, ['', '/b']],
    [
      'bytes beyond ASCII, encoded',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/\xc3\xa9', REQUEST_URI: '/app/%c3%a9' },
      ['/app', '/%c3%a9'],
    ],
    [
      'bytes beyond ASCII, raw',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/\xc3\xa9', REQUEST_URI: '/app/\xc3\xa9' },
      ['/app', '/%C3%A9'],
    ],
    ['an encoded percent sign', { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/50%', REQUEST_URI: '/app/50%25' }, ['/app', '/50%25']],
    ['an encoded escape', { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/%41', REQUEST_URI: '/app/%2541' }, ['/app', '/%2541']],
    ['an escape that is none', { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/%zz', REQUEST_URI: '/app/%zz' }, ['/app', '/%zz']],
    ['a backslash', { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a\\b', REQUEST_URI: '/app/a\\b' }, ['/app', '/a/b']],
    [
      'a line end, as in CVE-2019-11043',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a\nb', REQUEST_URI: '/app/a%0ab' },
      ['/app', '/a%0ab'],
    ],
    [
      'a semicolon and an encoded question mark',
      { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a;b?c', REQUEST_URI: '/app/a;b%3Fc?q' },
      ['/app', '/a;b%3Fc', 'q'],
    ],
    ['a fragment, which has no place here', { ...nginx, SCRIPT_NAME: '/app', PATH_INFO: '/a', REQUEST_URI: '/app/a#b' }, ['/app', '/a']],
    [
      'an absolute target',
      { ...apache, SCRIPT_NAME: '/app', PATH_INFO: '/x', REQUEST_URI: 'http://b:82/app/x?y', QUERY_STRING: 'y' },
      ['/app', '/x', 'y'],
    ],
    ['an absolute target without a path', { ...apache, SCRIPT_NAME: '', PATH_INFO: '/', REQUEST_URI: 'http://b' }, ['', '/']],
    ['an encoded script name', { ...nginx, SCRIPT_NAME: '/my app', PATH_INFO: '/x', REQUEST_URI: '/my%20app/x' }, ['/my%20app', '/x']],
  ])('keeps %s', (_, variables, where) => {
    expect(locate(variables)).toEqual(where)
  })

  it('is / for OPTIONS *', () => {
    expect(locate({ REQUEST_METHOD: 'OPTIONS', REQUEST_URI: '*', SCRIPT_NAME: '*' })).toEqual(['', '/'])
  })

  it('keeps target as it came, and makes one where there is none', () => {
    const target = (variables: Variables) =>
      incomingFromVariables(Object.entries({ REQUEST_METHOD: 'GET', HTTP_HOST: 'a', ...variables }).flat(), carrier).target
    expect(target({ REQUEST_URI: 'http://a/b/../c', SCRIPT_NAME: '/c' })).toBe('http://a/b/../c')
    expect(target({ SCRIPT_NAME: '/a', PATH_INFO: '/b c', QUERY_STRING: 'q' })).toBe('/a/b%20c?q')
  })
})

describe('a request that the server rewrote', () => {
  it.each<[string, Variables, Where]>([
    [
      'to a script that the URL does not name',
      { SCRIPT_NAME: '/app.cgi', PATH_INFO: '/pages/a', REQUEST_URI: '/pages/a' },
      ['', '/pages/a'],
    ],
    [
      'to a script in the same folder',
      { SCRIPT_NAME: '/wiki/app.cgi', PATH_INFO: '/pages/a', REQUEST_URI: '/wiki/pages/a' },
      ['/wiki', '/pages/a'],
    ],
    ['to a script in cgi-bin', { SCRIPT_NAME: '/cgi-bin/app', PATH_INFO: '/pages/a', REQUEST_URI: '/pages/a' }, ['', '/pages/a']],
    ['to a script behind two slashes', { SCRIPT_NAME: '//app', PATH_INFO: '', REQUEST_URI: '/' }, ['', '/']],
    ["to a folder's index", { SCRIPT_NAME: '/wiki/index.cgi', REQUEST_URI: '/wiki/' }, ['/wiki', '/']],
    [
      'to another path',
      { SCRIPT_NAME: '/app.cgi', PATH_INFO: '/new', QUERY_STRING: 'id=1', REQUEST_URI: '/old/1' },
      ['/app.cgi', '/new', 'id=1'],
    ],
    ['to an error document (CGI-15)', { SCRIPT_NAME: '/errors.cgi', REQUEST_URI: '/missing?a', QUERY_STRING: '' }, ['/errors.cgi', '']],
    [
      'with another query',
      { SCRIPT_NAME: '/app', PATH_INFO: '/a', QUERY_STRING: 'b=2&a=1', REQUEST_URI: '/app/a?a=1' },
      ['/app', '/a', 'b=2&a=1'],
    ],
    [
      'to a path with a percent sign and a space (CGI-14)',
      { SCRIPT_NAME: '/app', PATH_INFO: '/50% \xe9', REQUEST_URI: '/old' },
      ['/app', '/50%25%20%E9'],
    ],
    ['to a path with dot segments', { SCRIPT_NAME: '/app', PATH_INFO: '/a/../b/.', REQUEST_URI: '/old' }, ['/app', '/b/']],
    [
      'by a server without REQUEST_URI',
      { SCRIPT_NAME: '/app', PATH_INFO: "/a'b:@!$&()*+,;=~", QUERY_STRING: 'q=a b#c' },
      ['/app', "/a'b:@!$&()*+,;=~", 'q=a%20b%23c'],
    ],
  ])('%s', (_, variables, where) => {
    expect(locate(variables, cgi)).toEqual(where)
  })

  it('by nginx, which names the new path in SCRIPT_NAME', () => {
    expect(locate({ ...nginx, SCRIPT_NAME: '/new/x', DOCUMENT_URI: '/new/x', REQUEST_URI: '/old/x' })).toEqual(['', '/new/x'])
  })
})

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
const lighttpd = { SERVER_SOFTWARE: 'lighttpd/1.4.69' }
const caddy = { SERVER_SOFTWARE: 'Caddy/2.6.2' }
const haproxy = { SERVER_SOFTWARE: 'HAProxy 2.6.12' }
const cgi: Partial<Carrier> = { protocol: 'cgi' }

describe('the location of /fcgi/echo/x%2Fy%20z (CGI-13, B.5)', () => {
  const REQUEST_URI = '/fcgi/echo/x%2Fy%20z?a=%zz&b=[]'
  const QUERY_STRING = 'a=%zz&b=[]'
  const rest = '/echo/x%2Fy%20z'

  it.each<[string, Variables]>([
    ['nginx with fastcgi_split_path_info', { ...nginx, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z' }],
    [
      'lighttpd, which normalises the query',
      { ...lighttpd, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z', QUERY_STRING: 'a=%25zz&b=%5B%5D' },
    ],
    ['Apache CGI and mod_fcgid', { ...apache, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x%2Fy z', SCRIPT_FILENAME: '/var/app/app.js' }],
    [
      'Apache with proxy-fcgi-pathinfo',
      { ...apache, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x%2Fy z', SCRIPT_FILENAME: 'proxy:fcgi://127.0.0.1:9000/echo/x%2Fy%20z' },
    ],
    [
      'Apache with ProxyPass',
      { ...apache, SCRIPT_NAME: '/fcgi/echo/x%2Fy z', SCRIPT_FILENAME: 'proxy:fcgi://127.0.0.1:9000/echo/x%2Fy%20z' },
    ],
    ['Apache with ProxyPass and the generic type', { ...apache, SCRIPT_NAME: '/fcgi/echo/x%2Fy z', SCRIPT_FILENAME: '/echo/x%2Fy%20z' }],
    [
      'Apache with SetHandler',
      { ...apache, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x%2Fy z', SCRIPT_FILENAME: 'proxy:fcgi://127.0.0.1:9000/var/www/fcgi' },
    ],
    ['Caddy with split', { ...caddy, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z', DOCUMENT_URI: '/fcgi' }],
    ['HAProxy with path-info', { ...haproxy, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z' }],
  ])('%s', (_, variables) => {
    expect(locate({ QUERY_STRING, ...variables, REQUEST_URI })).toEqual(['/fcgi', rest, QUERY_STRING])
  })

  it.each<[string, Variables]>([
    ["nginx's own fastcgi_params", { ...nginx, SCRIPT_NAME: '/fcgi/echo/x/y z', DOCUMENT_URI: '/fcgi/echo/x/y z' }],
    ["nginx's own scgi_params", { DOCUMENT_URI: '/fcgi/echo/x/y z' }],
    [
      'lighttpd at the root, with fix-root-scriptname',
      { ...lighttpd, SCRIPT_NAME: '', PATH_INFO: '/fcgi/echo/x/y z', QUERY_STRING: 'a=%25zz&b=%5B%5D' },
    ],
    [
      'Apache with ProxyPass of the root',
      { ...apache, SCRIPT_NAME: '/fcgi/echo/x%2Fy z', SCRIPT_FILENAME: 'proxy:fcgi://127.0.0.1:9000/fcgi/echo/x%2Fy%20z' },
    ],
    ['Caddy', { ...caddy, SCRIPT_NAME: '', PATH_INFO: '/fcgi/echo/x/y z', DOCUMENT_URI: '' }],
    ['HAProxy', { ...haproxy, SCRIPT_NAME: '/fcgi/echo/x/y z' }],
    [
      'a ProxyPass to another path',
      { ...apache, SCRIPT_NAME: '/fcgi/echo/x%2Fy z', SCRIPT_FILENAME: 'proxy:fcgi://127.0.0.1:9000/srv/x%2Fy%20z' },
    ],
    ['no software at all', { SCRIPT_NAME: '/fcgi/echo/x/y z' }],
    ['REQUEST_URI alone', {}],
  ])('%s', (_, variables) => {
    const all = { QUERY_STRING, ...variables, REQUEST_URI }
    expect(locate(all)).toEqual(['', `/fcgi${rest}`, QUERY_STRING])
    expect(locate(all, { mount: '/fcgi' })).toEqual(['/fcgi', rest, QUERY_STRING])
  })

  it('lighttpd at the root without fix-root-scriptname, told by the option mount', () => {
    const variables = { ...lighttpd, SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z', REQUEST_URI, QUERY_STRING }
    expect(locate(variables, { mount: '' })).toEqual(['', `/fcgi${rest}`, QUERY_STRING])
  })
})

describe('where mount ends', () => {
  it.each<[string, Variables, Partial<Carrier>, Where]>([
    ['a CGI program at its own URL', { SCRIPT_NAME: '/cgi-bin/app', REQUEST_URI: '/cgi-bin/app' }, cgi, ['/cgi-bin/app', '']],
    [
      'a CGI program with a slash',
      { SCRIPT_NAME: '/cgi-bin/app', PATH_INFO: '/', REQUEST_URI: '/cgi-bin/app/' },
      cgi,
      ['/cgi-bin/app', '/'],
    ],
    ['ScriptAlias "/"', { SCRIPT_NAME: '', PATH_INFO: '/a', REQUEST_URI: '/a' }, cgi, ['', '/a']],
    ['mod_fcgid at its own URL', { ...apache, SCRIPT_NAME: '/app', SCRIPT_FILENAME: '/srv/app.js', REQUEST_URI: '/app' }, {}, ['/app', '']],
    ['lighttpd at its own URL', { ...lighttpd, SCRIPT_NAME: '/app', REQUEST_URI: '/app' }, {}, ['/app', '']],
    ['lighttpd at the root', { ...lighttpd, SCRIPT_NAME: '/', REQUEST_URI: '/' }, {}, ['', '/']],
    ['lighttpd with a key that ends in a slash', { ...lighttpd, SCRIPT_NAME: '/app/', REQUEST_URI: '/app/' }, {}, ['/app', '/']],
    [
      'Apache SetHandler at its own URL',
      { ...apache, SCRIPT_NAME: '/app', SCRIPT_FILENAME: 'proxy:fcgi://h:1/var/www/app', REQUEST_URI: '/app' },
      {},
      ['/app', ''],
    ],
    [
      'Apache ProxyPass at its own URL',
      { ...apache, SCRIPT_NAME: '/app', SCRIPT_FILENAME: 'proxy:fcgi://h:1/', REQUEST_URI: '/app' },
      {},
      ['/app', ''],
    ],
    [
      'Apache ProxyPass with a slash',
      { ...apache, SCRIPT_NAME: '/app/', SCRIPT_FILENAME: 'proxy:fcgi://h:1/', REQUEST_URI: '/app/' },
      {},
      ['/app', '/'],
    ],
    [
      'Apache ProxyPass of the root',
      { ...apache, SCRIPT_NAME: '/', SCRIPT_FILENAME: 'proxy:fcgi://h:1/', REQUEST_URI: '/' },
      {},
      ['', '/'],
    ],
    ["Apache's PATH_INFO for nothing", { ...apache, SCRIPT_NAME: '/app', PATH_INFO: '/', REQUEST_URI: '/app' }, {}, ['/app', '']],
    ['Caddy at its own URL', { ...caddy, SCRIPT_NAME: '/app', PATH_INFO: '', REQUEST_URI: '/app' }, {}, ['/app', '']],
    ['no variables at all', {}, {}, ['', '/']],
    ['a script name that is no path', { SCRIPT_NAME: 'app', PATH_INFO: 'x', REQUEST_URI: '/app/x' }, {}, ['/app', '/x']],
    ['a longer first segment', { SCRIPT_NAME: '/app', PATH_INFO: '', REQUEST_URI: '/apple' }, cgi, ['/app', '']],
    ['the option mount', { ...nginx, SCRIPT_NAME: '/app/x', REQUEST_URI: '/app/x' }, { mount: '/app' }, ['/app', '/x']],
    ['the option mount at its own URL', { ...nginx, SCRIPT_NAME: '/app', REQUEST_URI: '/app' }, { mount: '/app' }, ['/app', '']],
    ['the option mount elsewhere', { ...nginx, SCRIPT_NAME: '/apple', REQUEST_URI: '/apple' }, { mount: '/app' }, ['', '/apple']],
    [
      'the option mount, encoded otherwise',
      { ...nginx, SCRIPT_NAME: '/a b/x', REQUEST_URI: '/a%20%62/x' },
      { mount: '/a%20b' },
      ['/a%20%62', '/x'],
    ],
  ])('%s', (_, variables, init, where) => {
    expect(locate(variables, init)).toEqual(where)
  })
})

import type { Carrier } from './carrier.ts'
import { incomingFromVariables, type VariablesIncoming } from './incoming.ts'

const can = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const body: AsyncIterable<Uint8Array> = (async function* () {})()

function carrier(init: Partial<Carrier> = {}): Carrier {
  return { protocol: 'fastcgi', version: '1.0', multiprocess: true, runOnce: false, can, body, log() {}, waitUntil() {}, ...init }
}

function incoming(variables: Record<string, string>, init: Partial<Carrier> = {}): VariablesIncoming {
  return incomingFromVariables(Object.entries({ REQUEST_METHOD: 'GET', HTTP_HOST: 'example.org', ...variables }).flat(), carrier(init))
}

const where = ({ mount, path, query }: VariablesIncoming) => ({ mount, path, query })

describe('the location of /fcgi/echo/x%2Fy%20z', () => {
  const REQUEST_URI = '/fcgi/echo/x%2Fy%20z?a=%zz'
  test.each<[string, Record<string, string>, Partial<Carrier>]>([
    [
      'nginx with fastcgi_split_path_info',
      { SERVER_SOFTWARE: 'nginx/1.22.1', SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z', QUERY_STRING: 'a=%zz' },
      {},
    ],
    ['lighttpd', { SERVER_SOFTWARE: 'lighttpd/1.4.69', SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x/y z', QUERY_STRING: 'a=%25zz' }, {}],
    [
      'Apache CGI',
      { SERVER_SOFTWARE: 'Apache/2.4.71', SCRIPT_NAME: '/fcgi', PATH_INFO: '/echo/x%2Fy z', QUERY_STRING: 'a=%zz' },
      { protocol: 'cgi' },
    ],
  ])('%s', (_, variables, init) => {
    expect(where(incoming({ ...variables, REQUEST_URI }, init))).toEqual({ mount: '/fcgi', path: '/echo/x%2Fy%20z', query: 'a=%zz' })
  })
})

import fc from 'fast-check'
import { GatewayError } from '@gangway/gateway'
import type { Carrier } from './carrier.ts'
import { incomingFromVariables, type VariablesIncoming } from './incoming.ts'

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

function madeOf(pairs: string[], given: Carrier): VariablesIncoming | GatewayError {
  try {
    return incomingFromVariables(pairs, given)
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
}

describe('any variables', () => {
  const byte = fc.nat(255).map((code) => String.fromCharCode(code))
  const piece = fc.oneof(
    fc.constantFrom(
      '/',
      '//',
      '.',
      '..',
      '%2F',
      '%2e',
      '%',
      '%41',
      '\\',
      '?',
      '#',
      '*',
      'a',
      'app',
      ' ',
      '\xc3\xa9',
      '%C3%A9',
      'http://a',
      ':',
      '@',
      '[',
      "'",
    ),
    byte,
  )
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  const rooted = fc.oneof(
    text,
    text.map((rest) => `/${rest}`),
  )
  const variables = fc.record(
    {
      REQUEST_METHOD: fc.oneof({ arbitrary: fc.constantFrom('GET', 'POST', 'OPTIONS', 'CONNECT'), weight: 8 }, text),
      HTTP_HOST: fc.oneof({ arbitrary: fc.constantFrom('example.org', '_', '[::1]:80', ''), weight: 8 }, text),
      SERVER_NAME: fc.oneof({ arbitrary: fc.constantFrom('a', '_', '::1', ''), weight: 8 }, text),
      SERVER_PORT: fc.oneof({ arbitrary: fc.constantFrom('80', '443', ''), weight: 8 }, text),
      SERVER_ADDR: fc.oneof(fc.constantFrom('::1', 'unix:', ''), text),
      REQUEST_URI: rooted,
      SCRIPT_NAME: rooted,
      PATH_INFO: rooted,
      DOCUMENT_URI: rooted,
      SCRIPT_FILENAME: fc.oneof(
        rooted,
        rooted.map((path) => `proxy:fcgi://h${path}`),
      ),
      DOCUMENT_ROOT: rooted,
      QUERY_STRING: text,
      SERVER_SOFTWARE: fc.constantFrom('Apache', 'nginx', 'lighttpd', ''),
      CONTENT_LENGTH: fc.oneof({ arbitrary: fc.constantFrom('0', '5', '-1', ''), weight: 8 }, text),
      HTTP_TRANSFER_ENCODING: fc.oneof({ arbitrary: fc.constantFrom('chunked', ''), weight: 8 }, text),
      HTTPS: fc.constantFrom('on', 'off', ''),
      REMOTE_ADDR: text,
      REMOTE_PORT: text,
      REDIRECT_STATUS: text,
      REDIRECT_URL: text,
    },
    { requiredKeys: ['REQUEST_METHOD'] },
  )
  const init = fc.record({
    protocol: fc.constantFrom<Carrier['protocol']>('cgi', 'fastcgi', 'scgi'),
    mount: fc.option(fc.constantFrom('', '/app', '/a%2Fb'), { nil: undefined }),
  })

  it('throw nothing but a GatewayError, and give a URL whose path is mount and path (C.4, CVE-2019-11043)', () => {
    fc.assert(
      fc.property(variables, init, (given, more) => {
        const made = madeOf(Object.entries(given).flat(), { ...carrier, ...more })
        if (made instanceof GatewayError) return
        const { scheme, authority, mount, path, query, target, fields, client, tls, gateway } = made
        const url = new URL(`${scheme}://${authority}${mount}${path}${query === '' ? '' : `?${query}`}`)
        expect(url.pathname).toBe(mount + path)
        expect(url.hash).toBe('')
        expect(mount).toMatch(/^(?:\/(?!\/)[^]*[^/])?$/)
        expect(mount).not.toContain('//')
        expect(path).toMatch(/^(?:\/[^]*)?$/)
        expect([typeof target, Array.isArray(fields), typeof client.address, tls === null, typeof gateway.variables]).toEqual([
          'string',
          true,
          'string',
          scheme === 'http',
          'object',
        ])
      }),
      { numRuns: 2000 },
    )
  })

  it('recover the encoded path from the decoded variables, however it is cut', () => {
    const segment = fc.array(fc.oneof(byte, fc.constantFrom('/', '%', 'x')), { minLength: 1, maxLength: 5 }).map((bytes) => bytes.join(''))
    const path = fc.array(segment, { maxLength: 4 })
    const encode = (segments: string[]) =>
      segments.map(
        (part) =>
          `/${part
            .split('')
            .map((one) => (one === 'x' ? one : `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`))
            .join('')}`,
      )
    const decoded = (segments: string[]) => segments.map((part) => `/${part}`).join('')
    fc.assert(
      fc.property(path, path, (name, info) => {
        fc.pre([...name, ...info].every((part) => !part.includes('/') && !/^\.{1,2}$/.test(part)))
        const [mount, rest] = [encode(name).join(''), encode(info).join('')]
        fc.pre(mount + rest !== '')
        const variables = {
          REQUEST_METHOD: 'GET',
          HTTP_HOST: 'a',
          SCRIPT_NAME: decoded(name),
          PATH_INFO: decoded(info),
          REQUEST_URI: mount + rest,
        }
        const made = incomingFromVariables(Object.entries(variables).flat(), carrier)
        expect([made.mount, made.path]).toEqual([mount, rest])
      }),
    )
  })
})

import { GatewayError } from '@gangway/gateway'
import type { Carrier } from './carrier.ts'
import { incomingFromVariables, type VariablesIncoming } from './incoming.ts'

const can = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const body: AsyncIterable<Uint8Array> = (async function* () {})()

function carrier(init: Partial<Carrier> = {}): Carrier {
  return { protocol: 'fastcgi', version: '1.0', multiprocess: true, runOnce: false, can, body, log() {}, waitUntil() {}, ...init }
}

type Variables = Record<string, string>

function incoming(variables: Variables, init: Partial<Carrier> = {}): VariablesIncoming {
  return incomingFromVariables(Object.entries({ REQUEST_METHOD: 'GET', HTTP_HOST: 'example.org', ...variables }).flat(), carrier(init))
}

function codeOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error instanceof GatewayError ? error.code : error
  }
  return undefined
}

describe('incomingFromVariables', () => {
  it('keeps the fields of the connection to itself (RFC 9110 §7.6.1)', () => {
    const { fields } = incoming({
      HTTP_CONNECTION: 'keep-alive, te',
      HTTP_TE: 'trailers',
      HTTP_UPGRADE: 'h2c',
      HTTP_KEEP_ALIVE: '1',
      HTTP_X: 'y',
    })
    expect(fields).toEqual(['host', 'example.org', 'x', 'y'])
  })

  it('CGI-16: has no second CONTENT_LENGTH or CONTENT_TYPE among the variables', () => {
    const { gateway } = incoming({ HTTP_CONTENT_LENGTH: '5', HTTP_CONTENT_TYPE: 'a/b', HTTP_CONTENT_ENCODING: 'gzip' })
    expect(gateway.variables).toEqual({ REQUEST_METHOD: 'GET', HTTP_HOST: 'example.org', HTTP_CONTENT_ENCODING: 'gzip' })
  })

  it('gives method, target, scheme, authority and location', () => {
    const { method, target, scheme, authority, mount, path, query } = incoming({
      REQUEST_METHOD: 'PROPFIND',
      HTTP_HOST: 'example.org:8080',
      HTTPS: 'on',
      SCRIPT_NAME: '/wiki',
      PATH_INFO: '/a b',
      QUERY_STRING: 'q=1',
      REQUEST_URI: '/wiki/a%20b?q=1',
    })
    expect({ method, target, scheme, authority, mount, path, query }).toEqual({
      method: 'PROPFIND',
      target: '/wiki/a%20b?q=1',
      scheme: 'https',
      authority: 'example.org:8080',
      mount: '/wiki',
      path: '/a%20b',
      query: 'q=1',
    })
  })

  it.each(['get', 'M-SEARCH', 'x!#$'])('keeps the method %s as it is', (method) => {
    expect(incoming({ REQUEST_METHOD: method }).method).toBe(method)
  })

  it.each<[string, Variables]>([
    ['no method', { REQUEST_METHOD: '' }],
    ['a method with a space', { REQUEST_METHOD: 'GET /' }],
    ['a method with a line end', { REQUEST_METHOD: 'GET\n' }],
    ['a host with a space (CGI-13)', { HTTP_HOST: 'a b/evil?' }],
    ['a host with userinfo (CGI-13)', { HTTP_HOST: 'u:p@evil' }],
    ['a host with a path (CGI-13)', { HTTP_HOST: 'a/b' }],
    ['a host with a port beyond 65535 (CGI-13)', { HTTP_HOST: 'a:65536' }],
    ['two hosts joined (CGI-13)', { HTTP_HOST: 'a, b' }],
    ['a server name with a slash (CGI-13)', { HTTP_HOST: '', SERVER_NAME: 'a/b' }],
    ['a server name with a bracket (CGI-13)', { HTTP_HOST: '', SERVER_NAME: 'a<b' }],
    ['a server port that is no number (CGI-13)', { HTTP_HOST: '', SERVER_NAME: 'a', SERVER_PORT: '8o' }],
    ['an absolute target with userinfo (CGI-13)', { REQUEST_URI: 'http://u@evil/' }],
    ['an absolute target without a host (CGI-13)', { REQUEST_URI: 'http:///a' }],
    ['a length with a sign (CGI-04)', { CONTENT_LENGTH: '+5' }],
    ['a negative length (CGI-04)', { CONTENT_LENGTH: '-2' }],
    ['a hexadecimal length (CGI-04)', { CONTENT_LENGTH: '0x5' }],
    ['two lengths (CGI-04)', { CONTENT_LENGTH: '5,5' }],
    ['a length with a space (CGI-04)', { CONTENT_LENGTH: '5 ' }],
    ['a huge length (CGI-04)', { CONTENT_LENGTH: '9'.repeat(16) }],
    ['a length in words (CGI-04)', { CONTENT_LENGTH: 'many' }],
    ['a coding beyond chunked (CGI-05)', { HTTP_TRANSFER_ENCODING: 'gzip, chunked' }],
  ])('refuses %s', (_, variables) => {
    expect(codeOf(() => incoming(variables))).toBe('ERR_BAD_REQUEST')
  })

  it('shortens and quotes what it refuses, since the message goes to a log', () => {
    expect(() => incoming({ CONTENT_LENGTH: `1\n${'x'.repeat(1000)}` })).toThrow(
      new RegExp(`^cgi: CONTENT_LENGTH is "1\\\\nx{98}", expected`),
    )
  })

  it.each(['CONTENT_LENGTH', 'REQUEST_METHOD', 'HTTP_HOST', 'HTTP_TRANSFER_ENCODING'])(
    'refuses two different values of %s (FCGI-23)',
    (name) => {
      const value = name === 'CONTENT_LENGTH' ? '1' : 'a'
      const pairs = ['REQUEST_METHOD', 'GET', 'HTTP_HOST', 'a', name, value, name, `${value}2`]
      expect(codeOf(() => incomingFromVariables(pairs, carrier()))).toBe('ERR_BAD_REQUEST')
    },
  )

  it('takes a value that came twice, as nginx sends what its configuration repeats (FCGI-23)', () => {
    const pairs = ['REQUEST_METHOD', 'POST', 'REQUEST_METHOD', 'POST', 'CONTENT_LENGTH', '', 'CONTENT_LENGTH', '3', 'HTTP_HOST', 'a']
    const { method, contentLength } = incomingFromVariables(pairs, carrier())
    expect({ method, contentLength }).toEqual({ method: 'POST', contentLength: 3 })
  })

  it('takes the last of other variables that came twice (FCGI-23)', () => {
    const pairs = ['REQUEST_METHOD', 'GET', 'HTTP_HOST', 'a', 'SCRIPT_NAME', '/x/y', 'SCRIPT_NAME', '/x', 'PATH_INFO', '/y']
    expect(incomingFromVariables(pairs, carrier()).mount).toBe('/x')
  })

  describe('contentLength and body', () => {
    it.each<[string, Variables, Partial<Carrier>, VariablesIncoming['contentLength']]>([
      ['a length', { CONTENT_LENGTH: '11' }, {}, 11],
      ['a length with zeros', { CONTENT_LENGTH: '0011' }, {}, 11],
      ['a length for GET', { REQUEST_METHOD: 'GET', CONTENT_LENGTH: '11' }, {}, 11],
      ['a length of zero', { CONTENT_LENGTH: '0' }, {}, 0],
      ['no length (CGI-03)', {}, {}, undefined],
      ["nginx's empty length (CGI-03)", { CONTENT_LENGTH: '' }, {}, undefined],
      ['a length of -1, from lighttpd and Caddy (CGI-04)', { CONTENT_LENGTH: '-1' }, {}, 'until-eof'],
      ['chunked without a length, from Apache (CGI-05)', { HTTP_TRANSFER_ENCODING: 'chunked' }, { protocol: 'cgi' }, 'until-eof'],
      ['chunked with an empty length, from nginx (CGI-05)', { HTTP_TRANSFER_ENCODING: 'Chunked', CONTENT_LENGTH: '' }, {}, 'until-eof'],
      ['chunked with the length that nginx counted (CGI-05)', { HTTP_TRANSFER_ENCODING: 'chunked', CONTENT_LENGTH: '5' }, {}, 5],
      ['no length where the protocol marks the end (C.8)', {}, { endMarked: true }, 'until-eof'],
      ['no length for GET where the protocol marks the end (C.8)', { REQUEST_METHOD: 'GET' }, { endMarked: true }, undefined],
      ['any length for an authorizer (FCGI-41)', { CONTENT_LENGTH: '5' }, { role: 'authorizer', endMarked: true }, undefined],
    ])('for %s', (_, variables, init, contentLength) => {
      const made = incoming({ REQUEST_METHOD: 'POST', ...variables }, init)
      expect(made.contentLength).toBe(contentLength)
      expect(made.body).toBe(contentLength === undefined || contentLength === 0 ? null : body)
    })
  })

  describe('fields', () => {
    it('are the HTTP_ variables and those of the content, repeated ones as they came (CGI-16)', () => {
      const pairs = [
        'REQUEST_METHOD',
        'POST',
        'CONTENT_TYPE',
        'text/plain',
        'CONTENT_LENGTH',
        '5',
        'HTTP_HOST',
        'a',
        'HTTP_ACCEPT_LANGUAGE',
        'de',
      ]
      const more = [
        'HTTP_COOKIE',
        'a=1',
        'HTTP_COOKIE',
        'b=2',
        'HTTP_CONTENT_TYPE',
        'evil',
        'HTTP_CONTENT_LENGTH',
        '9',
        'HTTP_PROXY',
        'http://evil',
      ]
      expect(incomingFromVariables([...pairs, ...more], carrier()).fields).toEqual([
        'host',
        'a',
        'accept-language',
        'de',
        'cookie',
        'a=1',
        'cookie',
        'b=2',
        'content-type',
        'text/plain',
        'content-length',
        '5',
      ])
    })

    it('have no transfer-encoding, since the server has taken the chunks apart (CGI-05)', () => {
      expect(incoming({ HTTP_TRANSFER_ENCODING: 'chunked', CONTENT_LENGTH: '-1' }).fields).toEqual(['host', 'example.org'])
    })

    it.each([
      ['GET', ['host', 'example.org']],
      ['POST', ['host', 'example.org', 'content-length', '0']],
    ])('of %s have no length of 0 that the server made up', (method, fields) => {
      expect(incoming({ REQUEST_METHOD: method, CONTENT_LENGTH: '0' }).fields).toEqual(fields)
    })

    it.each(['HTTP_AUTHORIZATION', 'REDIRECT_HTTP_AUTHORIZATION'])('take the credentials from %s (CGI-17)', (name) => {
      expect(incoming({ [name]: 'Basic YTpi' }).fields).toEqual(['host', 'example.org', 'authorization', 'Basic YTpi'])
    })

    it('are made once', () => {
      const made = incoming({})
      expect(made.fields).toBe(made.fields)
    })
  })

  it.each(['HTTP/1.0', 'HTTP/2.0', 'HTTP/2', 'HTTP/3.0', 'INCLUDED', ''])(
    'takes SERVER_PROTOCOL=%s, and does without GATEWAY_INTERFACE (CGI-01)',
    (protocol) => {
      expect(incoming({ SERVER_PROTOCOL: protocol, GATEWAY_INTERFACE: '' }).method).toBe('GET')
    },
  )

  it('shows PATH_TRANSLATED and REMOTE_IDENT among the variables only', () => {
    const made = incoming({ PATH_TRANSLATED: '/etc/passwd', REMOTE_IDENT: 'mallory' })
    const { gateway, mount, path, client, fields } = made
    expect(gateway.variables).toMatchObject({ PATH_TRANSLATED: '/etc/passwd', REMOTE_IDENT: 'mallory' })
    expect({ mount, path, client, fields }).toEqual({ mount: '', path: '/', client: { address: '' }, fields: ['host', 'example.org'] })
  })

  it('hands on what the gateway does', () => {
    const lines: string[] = []
    const promises: unknown[] = []
    const sent: unknown[] = []
    const promise = Promise.resolve()
    const made = incoming(
      {},
      {
        log: (line) => lines.push(line),
        waitUntil: (given) => promises.push(given),
        sendInformational: (status, fields) => sent.push(status, fields),
        sendfile: (path) => ['x-sendfile', path],
      },
    )
    made.log('a')
    made.waitUntil(promise)
    made.sendInformational?.(103, ['link', '</a>'])
    expect(made.sendfile?.('/x')).toEqual(['x-sendfile', '/x'])
    expect({ lines, promises, sent }).toEqual({ lines: ['a'], promises: [promise], sent: [103, ['link', '</a>']] })
    expect(incoming({}).sendfile?.('/x')).toBeNull()
  })
})

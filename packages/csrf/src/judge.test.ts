import { contextFor } from '@gangway/gateway'
import { judge, type Verdict } from './judge.ts'

const trusted = new Set(['https://login.example.org', 'http://localhost:5173'])

function verdict(fields: Record<string, string>, method = 'POST', url = 'https://example.org/x'): Verdict {
  return judge(contextFor(method, url, { headers: fields }), trusted)
}

describe('judge', () => {
  test.each<[string, Verdict]>([
    ['same-origin', 'allow'],
    ['none', 'allow'],
    ['same-site', 'cross-site'],
    ['cross-site', 'cross-site'],
    ['', 'cross-site'],
    ['Same-Origin', 'cross-site'],
    ['same-origin, cross-site', 'cross-site'],
    ['same-origin;x', 'cross-site'],
  ])('goes by Sec-Fetch-Site: %s', (site, expected) => {
    expect(verdict({ 'sec-fetch-site': site })).toBe(expected)
    expect(verdict({ 'sec-fetch-site': site, origin: 'https://example.org' })).toBe(expected)
  })

  test.each<[string, string, Verdict]>([
    ['https://example.org/x', 'https://example.org', 'allow'],
    ['https://example.org:8443/x', 'https://example.org:8443', 'allow'],
    ['http://intranet/x', 'http://intranet', 'allow'],
    ['http://[::1]:3000/x', 'http://[::1]:3000', 'allow'],
    // A proxy has taken TLS off, and nobody told us.
    ['http://example.org/x', 'https://example.org', 'allow'],
    // Whoever can change what comes over http must not reach https.
    ['https://example.org/x', 'http://example.org', 'origin'],
    ['https://example.org/x', 'https://example.org:8443', 'origin'],
    ['https://example.org/x', 'https://www.example.org', 'origin'],
    ['https://example.org/x', 'https://example.org.evil.example', 'origin'],
    ['https://example.org/x', 'https://evil.example', 'origin'],
    ['https://example.org/x', 'https://evil.example/example.org', 'origin'],
    ['https://example.org/x', 'https://example.org@evil.example', 'origin'],
    ['https://example.org/x', 'https://example.org/', 'origin'],
    ['https://example.org/x', 'HTTPS://EXAMPLE.ORG', 'origin'],
    ['https://example.org/x', 'https://example.org, https://evil.example', 'origin'],
    ['https://example.org/x', 'https://example.org https://evil.example', 'origin'],
    ['https://example.org/x', 'example.org', 'origin'],
    ['https://example.org/x', 'ws://example.org', 'origin'],
    ['https://example.org/x', 'chrome-extension://abc', 'origin'],
    ['https://example.org/x', 'garbage', 'origin'],
    ['https://example.org/x', '', 'origin'],
    // A sandbox, a redirect through another site, or no-referrer.
    ['https://example.org/x', 'null', 'opaque'],
  ])('of %s goes by Origin: %s where there is no Sec-Fetch-Site', (url, origin, expected) => {
    expect(verdict({ origin }, 'POST', url)).toBe(expected)
  })

  it('does not know what to make of a request that says nothing', () => {
    expect(verdict({})).toBe('silent')
    expect(verdict({ referer: 'https://example.org/' })).toBe('silent')
  })

  test.each([
    ['https://login.example.org', 'allow'],
    ['http://localhost:5173', 'allow'],
    ['http://login.example.org', 'cross-site'],
    ['https://login.example.org:8443', 'cross-site'],
    ['https://x.login.example.org', 'cross-site'],
  ])('takes a trusted origin exactly: %s', (origin, expected) => {
    expect(verdict({ origin, 'sec-fetch-site': 'cross-site' })).toBe(expected)
    expect(verdict({ origin })).toBe(expected === 'allow' ? 'allow' : 'origin')
  })

  test.each(['GET', 'HEAD', 'OPTIONS'])('lets %s pass, wherever it is from', (method) => {
    expect(verdict({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, method)).toBe('allow')
    expect(verdict({ origin: 'null' }, method)).toBe('allow')
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY', 'get', 'GETX', 'PROPFIND'])('holds %s against it', (method) => {
    expect(verdict({ 'sec-fetch-site': 'cross-site' }, method)).toBe('cross-site')
  })

  test.each(['application/json', 'text/plain', 'multipart/form-data; boundary=X', 'x'])('makes no difference for the type %s', (type) => {
    expect(verdict({ 'content-type': type, 'sec-fetch-site': 'cross-site' })).toBe('cross-site')
    expect(verdict({ 'content-type': type, origin: 'https://evil.example' })).toBe('origin')
  })

  test.each<[string, Verdict]>([
    ['https://example.org', 'allow'],
    ['https://login.example.org', 'allow'],
    ['http://example.org', 'origin'],
    ['https://evil.example', 'origin'],
    ['null', 'origin'],
  ])('looks at the handshake of a WebSocket, which is a GET: from %s', (origin, expected) => {
    expect(verdict({ origin, upgrade: 'WebSocket', 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(expected)
    expect(verdict({ origin, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }, 'GET')).toBe(expected)
  })

  it('takes the handshake of a program, which has no Origin', () => {
    expect(verdict({ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }, 'GET')).toBe('allow')
  })
})

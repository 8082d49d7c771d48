import { contextFor } from './context-for.ts'

describe('contextFor', () => {
  test.each([
    ['/', 'http://localhost/', '/', '/', ''],
    ['/a?b=c', 'http://localhost/a?b=c', '/a?b=c', '/a', 'b=c'],
    ['a', 'http://localhost/a', '/a', '/a', ''],
    ['//evil.test/a', 'http://localhost//evil.test/a', '//evil.test/a', '//evil.test/a', ''],
    ['/a/../b', 'http://localhost/b', '/a/../b', '/b', ''],
    ['/a#b', 'http://localhost/a', '/a', '/a', ''],
    ['/é?ü', 'http://localhost/%C3%A9?%C3%BC', '/%C3%A9?%C3%BC', '/%C3%A9', '%C3%BC'],
    ['https://a.test:8443/a?b', 'https://a.test:8443/a?b', '/a?b', '/a', 'b'],
    ['?q', 'http://localhost/?q', '/?q', '/', 'q'],
  ])('takes %s', (url, href, target, path, query) => {
    const context = contextFor('GET', url)
    expect([context.url.href, context.target, context.path, context.query]).toEqual([href, target, path, query])
    expect(context.headers.get('host')).toBe(context.url.host)
  })

  it('takes a URL, the asterisk and an authority', () => {
    expect(contextFor('GET', new URL('http://a.test/b')).url.href).toBe('http://a.test/b')
    const asterisk = contextFor('OPTIONS', '*')
    expect([asterisk.target, asterisk.path, asterisk.url.href]).toEqual(['*', '/', 'http://localhost/'])
  })

  it('takes its authority from the Host field', () => {
    expect(contextFor('GET', '/a', { headers: { Host: 'b.test:81' } }).url.href).toBe('http://b.test:81/a')
  })

  it('divides the path at the mount', () => {
    for (const [url, path] of [
      ['/m/p', '/p'],
      ['/m', ''],
      ['/m//p', '//p'],
    ] as const) {
      const context = contextFor('GET', url, { mount: '/m' })
      expect([context.mount, context.path, context.url.pathname]).toEqual(['/m', path, url])
    }
    expect(() => contextFor('GET', '/mp', { mount: '/m' })).toThrow(TypeError)
    expect(() => contextFor('GET', '/m/p', { mount: '/m/' })).toThrow(TypeError)
    expect(() => contextFor('GET', '/', { mount: '/' })).toThrow(TypeError)
  })

  test.each([
    ['a text', 'é', '2', 'é'],
    ['bytes', Uint8Array.of(0x61), '1', 'a'],
    ['an empty text', '', '0', ''],
    ['chunks', ReadableStream.from([Uint8Array.of(0x61)]), null, 'a'],
  ])('takes %s for a body', async (_, body, length, read) => {
    const context = contextFor('POST', '/', { body })
    expect([context.headers.get('content-length'), await context.body?.text()]).toEqual([length, read])
  })

  it('takes the rest as it is given', async () => {
    const lines: string[] = []
    const work: Promise<void>[] = []
    const context = contextFor('GET', '/', {
      client: { address: '192.0.2.1' },
      tls: { protocol: 'TLSv1.3' },
      gateway: { protocol: 'cgi', runOnce: true },
      can: { trailers: true },
      completed: Promise.resolve({ outcome: 'sent', bytes: 1, milliseconds: 2 }),
      log: (line) => lines.push(line),
      waitUntil: (promise) => work.push(promise),
    })
    context.log('x')
    context.waitUntil(Promise.reject(new Error('y')))
    await Promise.all(work)
    expect(lines).toEqual(['x', expect.stringContaining('Error: y')])
    expect([
      context.client.address,
      context.tls?.protocol,
      context.gateway.protocol,
      context.gateway.runOnce,
      context.can.trailers,
    ]).toEqual(['192.0.2.1', 'TLSv1.3', 'cgi', true, true])
    expect((await context.completed).bytes).toBe(1)
    expect(Object.getPrototypeOf(context.gateway.variables)).toBeNull()
  })
})

import { fromFetch, json, text, type Application } from '@gangway/gateway'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { answerTo, bodyOf, poll, RawClient, statusOf } from '../test/raw-client.ts'
import { toListener, type ListenerOptions } from './to-listener.ts'

interface Mounted extends AsyncDisposable {
  readonly port: number
}

async function mounted(listener: RequestListener): Promise<Mounted> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const quiet: ListenerOptions = { onError: () => {} }
const place: Application = ({ mount, path, query, target, url }) => json({ mount, path, query, target, url: url.href })
const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`

// What a router of Express does to a request before it hands it on.
function as(request: IncomingMessage, baseUrl: string): IncomingMessage {
  const { url = '' } = request
  return Object.assign(request, { originalUrl: url, baseUrl, url: url.slice(baseUrl.length) || '/' })
}

describe('toListener', () => {
  it('refuses what is no application', () => {
    // The types forbid it, JavaScript does not.
    expect(() => toListener(undefined as unknown as Application)).toThrow(TypeError)
  })

  it('serves beside other handlers of a server', async () => {
    const listener = toListener(() => text('ours'))
    await using server = await mounted((request, response) => {
      if (request.url === '/theirs') response.end('theirs')
      else listener(request, response)
    })
    expect(bodyOf(await answerTo(server.port, get('/theirs')))).toBe('theirs')
    expect(bodyOf(await answerTo(server.port, get('/')))).toBe('ours')
  })

  test.each([
    ['/x/y?q', '/x', { mount: '/x', path: '/y', query: 'q', target: '/x/y?q', url: 'http://a/x/y?q' }],
    ['/x', '/x', { mount: '/x', path: '' }],
    ['/y', '', { mount: '', path: '/y' }],
    ['/xy', '/x', { mount: '', path: '/xy' }],
  ])('takes the mount of %s from an Express router at %j', async (target, baseUrl, expected) => {
    const listener = toListener(place)
    await using server = await mounted((request, response) => listener(as(request, baseUrl), response))
    expect(JSON.parse(bodyOf(await answerTo(server.port, get(target))))).toMatchObject(expected)
  })

  it('hands a genuine Request to a Fetch handler', async () => {
    await using server = await mounted(toListener(fromFetch(async (request) => new Response(await new Request(request).text()))))
    const response = await answerTo(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello')
    expect(bodyOf(response)).toBe('hello')
  })

  it('says that a body was read before, in place of an empty one', async () => {
    const listener = toListener(async ({ body }) => text(await (body?.text() ?? 'none')), quiet)
    await using server = await mounted((request, response) => {
      request.resume().on('end', () => listener(request, response))
    })
    const response = await answerTo(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello')
    expect(statusOf(response)).toBe(500)
  })

  it('keeps to the limits and timeouts that are its own', async () => {
    const echo: Application = async ({ body }) => text((await body?.text()) ?? '')
    await using server = await mounted(toListener(echo, { ...quiet, limits: { body: 4 }, timeouts: { body: 60 } }))
    expect(statusOf(await answerTo(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'))).toBe(413)
    expect(statusOf(await answerTo(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nhe'))).toBe(408)
  })

  it('aborts when the client leaves', async () => {
    const reasons: unknown[] = []
    const listener = toListener(({ signal }) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason.name))
      return new Promise(() => {})
    })
    await using server = await mounted(listener)
    const client = RawClient.to(server.port).send(get('/'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    client.socket.destroy()
    await poll(() => reasons.length > 0)
    expect(reasons).toEqual(['AbortError'])
  })
})

import { connect } from 'node:net'
import { stack, stream, text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { bodyLimit, rateLimit, timeout } from './index.ts'

async function served<Result>(app: Application, use: (port: number, lines: string[]) => Promise<Result>): Promise<Result> {
  const lines: string[] = []
  const { error } = console
  console.error = (line: string) => lines.push(line)
  const server = await serve(lint()(app), { listen: { host: '127.0.0.1', port: 0 } })
  try {
    // A server that listens on TCP has a port.
    return await use((server.address as unknown as { port: number }).port, lines)
  } finally {
    await server.close({ grace: 0 })
    console.error = error
  }
}

async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  let answer = ''
  socket.on('error', () => {})
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

describe('limits over HTTP', () => {
  it('answer 429 with Retry-After', async () => {
    const app = rateLimit({ limit: 1, window: 60 })(() => text('done'))
    await served(app, async (port) => {
      const first = await fetch(`http://127.0.0.1:${port}/`)
      const second = await fetch(`http://127.0.0.1:${port}/`)
      expect([first.status, first.headers.get('ratelimit')]).toEqual([200, '"default";r=0;t=60'])
      expect([second.status, second.headers.get('retry-after'), second.headers.get('ratelimit-policy'), await second.text()]).toEqual([
        429,
        '60',
        '"default";q=1;w=60',
        'limit: too many requests; try again in 60 seconds\n',
      ])
    })
  })

  it('answer 413 before a body is sent, and to one without a length', async () => {
    const app = bodyLimit(10)(async ({ body }) => text(`${(await body?.bytes())?.length}`))
    await served(app, async (port) => {
      const head = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n'
      const announced = await exchange(port, `${head}Content-Length: 11\r\nExpect: 100-continue\r\n\r\n`)
      expect(announced).toMatch(/^HTTP\/1\.1 413 [^]*limit: the body has more than 10 bytes\n$/)
      const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`
      expect(await exchange(port, `${chunked}6\r\naaaaaa\r\n6\r\naaaaaa\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /)
      expect(await exchange(port, `${chunked}6\r\naaaaaa\r\n4\r\naaaa\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 [^]*\n10$/)
      // A length that lies is the server's business: what is beyond it is another request.
      expect(await exchange(port, `${head}Content-Length: 2\r\n\r\naaaaaaaaaaaaaaaaaaaaaaaa`)).toMatch(/^HTTP\/1\.1 200 [^]*\n2/)
    })
  })

  it('answer 503 in time, and break off what stalls so that the client sees it', async () => {
    async function* stalls(): AsyncGenerator<string> {
      yield 'a'.repeat(100)
      await new Promise(() => {})
    }
    const app = stack()
      .use(timeout({ response: 50, idle: 50 }))
      .app(({ path }) => (path === '/hangs' ? new Promise<never>(() => {}) : stream(stalls())))
    await served(app, async (port, lines) => {
      const hung = await fetch(`http://127.0.0.1:${port}/hangs`)
      expect([hung.status, (await hung.text()).split('\n')[0]]).toEqual([503, 'Service Unavailable'])
      const stalled = await fetch(`http://127.0.0.1:${port}/stalls`)
      expect(stalled.status).toBe(200)
      await expect(stalled.text()).rejects.toThrow('terminated')
      expect(lines).toEqual([
        expect.stringContaining('limit: no answer within 50 ms'),
        expect.stringContaining('limit: the answer paused for 50 ms'),
      ])
    })
  })
})

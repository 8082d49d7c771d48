import { stream, text, type Context } from '@gangway/gateway'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerTo, bodyOf, poll, RawClient } from '../test/raw-client.ts'
import { started } from '../test/started.ts'

const request = (method = 'GET', version = '1.1', ...fields: string[]) =>
  `${method} / HTTP/${version}\r\n${['Host: a', ...fields].join('\r\n')}\r\n\r\n`
const last = request('GET', '1.1', 'Connection: close')

describe('keep-alive and pipelining', () => {
  it('answers requests in order, one at a time', async () => {
    let running = 0
    let most = 0
    await using server = await started(async ({ path }) => {
      most = Math.max(most, ++running)
      await sleep(path === '/1' ? 30 : 1)
      running -= 1
      return text(`[${path}]`)
    })
    const client = RawClient.to(server.port)
    const paths = ['/1', '/2', '/3']
    client.send(
      paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join('') +
        'POST /4 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi',
    )
    const response = await client.end()
    expect(response.match(/\[\/\d\]/g)).toEqual(['[/1]', '[/2]', '[/3]', '[/4]'])
    expect(most).toBe(1)
  })

  it('does not read on while too many requests wait', async () => {
    const gate = Promise.withResolvers<void>()
    let begun = 0
    await using server = await started(async () => {
      begun += 1
      await gate.promise
      return text('x')
    })
    const client = RawClient.to(server.port)
    const many = request().repeat(10_000)
    for (let sent = 0; sent < 40; sent++) client.send(many)
    await sleep(200)
    expect(begun).toBe(1)
    expect(client.socket.writableLength).toBeGreaterThan(1_000_000)
    gate.resolve()
    await poll(() => begun > 1000)
    client.socket.destroy()
  })

  it('closes after the number of requests allowed', async () => {
    await using server = await started(() => text('answer'), { limits: { requests: 2 } })
    const client = RawClient.to(server.port).send(request().repeat(3))
    const response = await client.end()
    expect(response.match(/answer/g)).toHaveLength(2)
    expect(response.match(/connection: close/g)).toHaveLength(1)
  })

  it('answers nothing after Connection: close', async () => {
    let calls = 0
    await using server = await started(() => text(`answer ${(calls += 1)}`))
    const response = await answerTo(server.port, last + request())
    expect(bodyOf(response)).toBe('answer 1')
    await sleep(20)
    expect(calls).toBe(1)
    expect(server.errors).toEqual([])
  })
})

describe('HTTP-11 abort', () => {
  async function watched(app: (context: Context) => Response | Promise<Response>) {
    const contexts: Context[] = []
    const server = await started((context) => {
      contexts.push(context)
      return app(context)
    })
    return { server, contexts }
  }

  it('fires once when the client leaves before the response, and cancels nothing else', async () => {
    const reasons: unknown[] = []
    const { server, contexts } = await watched(async ({ signal }) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason))
      await sleep(1000, undefined, { signal }).catch(() => {})
      return text('late')
    })
    const client = RawClient.to(server.port).send(request())
    await poll(() => contexts.length === 1)
    client.socket.destroy()
    await poll(() => reasons.length > 0)
    expect(reasons).toMatchObject([{ name: 'AbortError' }])
    expect(await contexts[0]?.completed).toMatchObject({ outcome: 'aborted' })
    await server.server.close({ grace: 0 })
  })

  it('cancels the stream of the response', async () => {
    let isCancelled = false
    const { server } = await watched(() =>
      stream(
        (async function* () {
          try {
            for (;;) {
              yield 'x'
              await sleep(5)
            }
          } finally {
            isCancelled = true
          }
        })(),
      ),
    )
    const client = RawClient.to(server.port).send(request())
    await client.until('x')
    client.socket.destroy()
    await poll(() => isCancelled)
    expect(isCancelled).toBe(true)
    await server.server.close({ grace: 0 })
  })

  it('does not fire after a complete response, also when the client closes at once', async () => {
    const { server, contexts } = await watched(() => text('done'))
    const client = RawClient.to(server.port).send(request())
    await client.until('done')
    client.socket.resetAndDestroy()
    await sleep(30)
    expect(contexts[0]?.signal.aborted).toBe(false)
    expect(await contexts[0]?.completed).toMatchObject({ outcome: 'sent', bytes: 4 })
    await server.server.close({ grace: 0 })
  })
})

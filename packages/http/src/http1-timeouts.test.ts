import { reply, text } from '@gangway/gateway'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerTo, bodyOf, poll, RawClient, statusOf } from '../test/raw-client.ts'
import { started } from '../test/started.ts'

const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

describe('HTTP-13 timeouts', () => {
  it('answers a head that does not end with 408', async () => {
    await using server = await started(() => text('no'), { timeouts: { header: 80 } })
    const client = RawClient.to(server.port).send('GET / HTTP/1.1\r\nHost: a\r\n')
    const dripping = setInterval(() => client.send('x: y\r\n'), 20)
    expect(statusOf(await client.end())).toBe(408)
    clearInterval(dripping)
    expect(server.errors).toMatchObject([{ code: 'ERR_TIMEOUT' }])
  })

  it('answers the second head on a connection with 408 as well', async () => {
    await using server = await started(() => text('answer'), { timeouts: { header: 80 } })
    const client = RawClient.to(server.port).send(request)
    await client.until('answer')
    await sleep(40)
    client.send('GET / HTTP/1.1\r\n')
    expect(await client.end()).toMatch(/answerHTTP\/1\.1 408 /)
  })

  it('answers a body that stops with 408, when somebody reads it', async () => {
    await using server = await started(async ({ body }) => text((await body?.text()) ?? ''), { timeouts: { body: 60 } })
    const client = RawClient.to(server.port).send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel')
    const response = await client.end()
    expect(statusOf(response)).toBe(408)
    expect(response).toMatch(/connection: close/)
  })

  it('gives a slow body its time, as long as pieces come', async () => {
    await using server = await started(async ({ body }) => text((await body?.text()) ?? ''), { timeouts: { body: 100 } })
    const client = RawClient.to(server.port).send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nConnection: close\r\n\r\n')
    for (const byte of 'slowly') {
      await sleep(40)
      client.send(byte)
    }
    expect(bodyOf(await client.end())).toBe('slowly')
  })

  it('closes an idle connection without a word', async () => {
    await using server = await started(() => text('answer'), { timeouts: { idle: 60 } })
    const [used, fresh] = [RawClient.to(server.port).send(request), RawClient.to(server.port)]
    expect(await used.end()).toMatch(/answer$/)
    expect(await fresh.end()).toBe('')
    expect(server.errors).toEqual([])
  })

  it('leaves an application its time', async () => {
    const timeouts = { idle: 40, header: 40, body: 40, write: 40 }
    await using server = await started(async () => sleep(200).then(() => text('late')), { timeouts })
    expect(bodyOf(await answerTo(server.port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'))).toBe('late')
  })

  test.each([
    ['a whole body', () => reply(new Uint8Array(64_000_000))],
    ['a stream', () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }))],
  ])('cuts a client that does not read %s', async (_, app) => {
    const outcomes: string[] = []
    await using server = await started(
      (context) => {
        void context.completed.then(({ outcome }) => outcomes.push(outcome))
        return app()
      },
      { timeouts: { write: 100 } },
    )
    const client = RawClient.to(server.port).send(request)
    client.socket.pause()
    await poll(() => outcomes.length > 0)
    await sleep(250)
    client.socket.resume()
    await poll(() => client.closed || client.ended)
    expect(client.received.length).toBeLessThan(64_000_000)
  })

  it('lets a client read slowly, as long as it reads', async () => {
    await using server = await started(() => reply(new Uint8Array(8_000_000)), { timeouts: { write: 150 } })
    const client = RawClient.to(server.port).send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    const pausing = setInterval(() => {
      client.socket.pause()
      setTimeout(() => client.socket.resume(), 30)
    }, 40)
    expect(bodyOf(await client.end())).toHaveLength(8_000_000)
    clearInterval(pausing)
  })
})

describe('HTTP-12 graceful close', () => {
  it('lets live requests end, says Connection: close, and closes idle connections at once', async () => {
    const gate = Promise.withResolvers<void>()
    await using server = await started(async ({ path }) => {
      if (path === '/slow') await gate.promise
      return text('answer')
    })
    const idle = RawClient.to(server.port).send(request)
    const live = RawClient.to(server.port).send('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
    await idle.until('answer')
    const closed = server.server.close()
    expect(await idle.end()).toMatch(/answer$/)
    await expect(answerTo(server.port, request)).resolves.toBe('')
    expect(live.ended).toBe(false)
    gate.resolve()
    expect(await live.end()).toMatch(/connection: close.*answer$/s)
    await closed
  })

  it('closes after a stream whose head went out before', async () => {
    const gate = Promise.withResolvers<void>()
    await using server = await started(
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new Uint8Array([97]))
              await gate.promise
              controller.close()
            },
          }),
        ),
    )
    const client = RawClient.to(server.port).send(request)
    await client.until('1\r\na')
    const closed = server.server.close()
    gate.resolve()
    expect(await client.end()).toMatch(/\r\n0\r\n\r\n$/)
    await closed
  })

  it('cuts what is left at the end of the grace', async () => {
    const aborted: unknown[] = []
    await using server = await started(({ signal }) => {
      signal.addEventListener('abort', () => aborted.push(signal.reason.name))
      return new Promise(() => {})
    })
    const client = RawClient.to(server.port).send(request)
    await sleep(20)
    await server.server.close({ grace: 50 })
    await poll(() => client.closed || client.ended)
    expect(aborted).toEqual(['AbortError'])
  })

  it('waits for what waitUntil was given', async () => {
    let isDone = false
    await using server = await started((context) => {
      context.waitUntil(sleep(60).then(() => (isDone = true)))
      return text('answer')
    })
    await answerTo(server.port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    await server.server.close()
    expect(isDone).toBe(true)
  })
})

describe('who may connect', () => {
  it('closes connections beyond the limit', async () => {
    await using server = await started(() => text('answer'), { limits: { connections: 1 } })
    const first = RawClient.to(server.port).send(request)
    await first.until('answer')
    expect(await RawClient.to(server.port).end()).toBe('')
    expect(server.errors).toMatchObject([{ code: 'ERR_OVERLOADED' }])
    first.socket.destroy()
  })

  it('closes connections of peers that are not allowed, with a line', async () => {
    await using server = await started(() => text('no'), { allow: ['10.0.0.0/8'] })
    expect(await RawClient.to(server.port).send(request).end()).toBe('')
    expect(server.errors).toHaveLength(1)
  })

  it('survives clients that reset the connection at any moment', async () => {
    await using server = await started(async ({ body }) => {
      await sleep(5)
      return text((await body?.text()) ?? 'x'.repeat(100_000))
    })
    for (const [index, part] of [
      '',
      'GET',
      request,
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab',
      request.repeat(3),
    ].entries()) {
      const client = RawClient.to(server.port).send(part)
      await sleep(index * 3)
      client.socket.resetAndDestroy()
    }
    await sleep(30)
    expect(statusOf(await answerTo(server.port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'))).toBe(200)
    expect(server.errors).toEqual([])
  })
})

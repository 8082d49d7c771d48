import { stream, text } from '@gangway/gateway'
import { once } from 'node:events'
import { constants } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'
import { ended, speaking } from '../test/http2-client.ts'
import { beginning, frame } from '../test/http2-frames.ts'
import { poll, RawClient } from '../test/raw-client.ts'

describe('responses of HTTP/2', () => {
  it('sends interim responses before', async () => {
    await using spoken = await speaking((context) => {
      context.sendInformational(103, { link: '</a.css>; rel=preload' })
      return text(String(context.can.informational))
    })
    const request = spoken.session.request({ ':path': '/' })
    const interim: unknown[] = []
    request.on('headers', (headers) => interim.push(headers[':status'], headers.link))
    expect((await ended(request)).body).toBe('true')
    expect(interim).toEqual([103, '</a.css>; rel=preload'])
  })

  it('HTTP-09 sends and takes trailers', async () => {
    await using spoken = await speaking(({ body, trailers }) =>
      stream(body ?? new ReadableStream(), {
        trailers: () => ({ 'x-sum': '1', 'x-two': '2' }),
        headers: { 'x-seen': String(trailers instanceof Promise) },
      }),
    )
    const answer = await spoken.get({ ':method': 'POST' }, 'hello')
    expect(answer).toMatchObject({ body: 'hello', trailers: { 'x-sum': '1', 'x-two': '2' } })
    await using taking = await speaking(async ({ body, trailers }) => text(`${await body?.text()} ${(await trailers).get('x-sum')}`))
    const request = taking.session.request({ ':method': 'POST', ':path': '/' }, { waitForTrailers: true })
    request.on('wantTrailers', () => request.sendTrailers({ 'x-sum': '42' }))
    expect((await ended(request, 'hello')).body).toBe('hello 42')
  })

  it('HTTP-05 resets the stream when a body fails, and the connection goes on', async () => {
    await using spoken = await speaking(({ path }) => {
      if (path === '/fine') return text('fine')
      return stream(
        (async function* () {
          yield 'a'
          await sleep(20)
          throw new Error('on purpose')
        })(),
      )
    })
    expect(await spoken.get()).toMatchObject({ status: 200, body: 'a', code: constants.NGHTTP2_INTERNAL_ERROR })
    expect(await spoken.get({ ':path': '/fine' })).toMatchObject({ status: 200, body: 'fine', code: 0 })
  })

  it('HTTP-08 does not take a body that nobody reads', async () => {
    await using spoken = await speaking(() => text('not interested'))
    const request = spoken.session.request({ ':method': 'POST', ':path': '/' })
    const writing = setInterval(() => request.writable && request.write(Buffer.alloc(65_536)), 5)
    expect(await ended(request)).toMatchObject({ status: 200, body: 'not interested', code: 0 })
    clearInterval(writing)
  })

  it('sends a body of many megabytes to a client that reads slowly', async () => {
    await using spoken = await speaking(() => text('x'.repeat(5_000_000)), { timeouts: { write: 200 } })
    const request = spoken.session.request({ ':path': '/' })
    const pausing = setInterval(() => {
      request.pause()
      setTimeout(() => request.resume(), 20)
    }, 30)
    expect((await ended(request)).body).toHaveLength(5_000_000)
    clearInterval(pausing)
  })

  it('HTTP-13 cuts a client that does not read', async () => {
    const outcomes: string[] = []
    await using spoken = await speaking(
      (context) => {
        void context.completed.then(({ outcome }) => outcomes.push(outcome))
        return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }))
      },
      { timeouts: { write: 100 } },
    )
    const request = spoken.session.request({ ':path': '/' })
    request.on('error', () => {})
    await poll(() => outcomes.length > 0)
    expect(outcomes).toEqual(['aborted'])
  })

  it('HTTP-13 answers a body that stops with 408', async () => {
    await using spoken = await speaking(async ({ body }) => text((await body?.text()) ?? ''), { timeouts: { body: 60 } })
    const request = spoken.session.request({ ':method': 'POST', ':path': '/' })
    request.write('hel')
    expect((await ended(request)).status).toBe(408)
  })
})

describe('abort and close of HTTP/2', () => {
  test.each([
    ['CANCEL', 8],
    ['NO_ERROR', 0],
  ])('HTTP-11 ERR_BODY_TRUNCATED and AbortError when the client resets the stream within the body: %s', async (_, reason) => {
    const seen: unknown[] = []
    await using spoken = await speaking(async ({ body, signal }) => {
      try {
        seen.push((await body?.text()) ?? 'none')
      } catch (error) {
        seen.push(error instanceof Error && 'code' in error && error.code, signal.aborted && signal.reason.name)
      }
      return text('late')
    })
    const client = RawClient.to(spoken.server.port).send(beginning + frame(0, 0, [97]))
    await sleep(30)
    client.send(frame(3, 0, [0, 0, 0, reason]))
    await poll(() => seen.length > 0)
    client.socket.destroy()
    expect(seen).toEqual(['ERR_BODY_TRUNCATED', 'AbortError'])
  })

  it('HTTP-11 does not abort after a complete response', async () => {
    const signals: AbortSignal[] = []
    await using spoken = await speaking(({ signal }) => {
      signals.push(signal)
      return text('done')
    })
    await spoken.get()
    spoken.session.destroy()
    await sleep(30)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })

  it('HTTP-12 says GOAWAY, lets live streams end, and takes no new ones', async () => {
    const gate = Promise.withResolvers<void>()
    await using spoken = await speaking(async () => {
      await gate.promise
      return text('answer')
    })
    const goaway = once(spoken.session, 'goaway')
    const live = spoken.get()
    await sleep(30)
    const closed = spoken.server.server.close()
    await goaway
    gate.resolve()
    expect((await live).body).toBe('answer')
    await closed
  })

  it('HTTP-12 ends idle connections, and after the number of requests allowed', async () => {
    await using idle = await speaking(() => text('answer'), { timeouts: { idle: 60 } })
    await idle.get()
    await once(idle.session, 'close')
    await using counted = await speaking(() => text('answer'), { limits: { requests: 2 } })
    const ending = once(counted.session, 'close')
    expect((await Promise.all([counted.get(), counted.get()])).map(({ body }) => body)).toEqual(['answer', 'answer'])
    await ending
  })

  it('survives what is not HTTP/2 after the preface, with a line', async () => {
    await using spoken = await speaking(() => text('fine'))
    const client = RawClient.to(spoken.server.port).send('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnoise that is no frame at all, and long enough')
    await client.end()
    expect((await spoken.get()).body).toBe('fine')
    expect(spoken.server.errors).toHaveLength(1)
  })
})

import { earlyHints, empty, json, stream, text, type Application } from '@gangway/gateway'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerTo, bodyOf, poll, RawClient, statusOf } from '../test/raw-client.ts'
import { started } from '../test/started.ts'

const request = (method = 'GET', version = '1.1', ...fields: string[]) =>
  `${method} / HTTP/${version}\r\n${['Host: a', ...fields].join('\r\n')}\r\n\r\n`
const last = request('GET', '1.1', 'Connection: close')

async function answer(app: Application, raw = last): Promise<string> {
  await using server = await started(app)
  return await answerTo(server.port, raw)
}

async function* pieces(...chunks: (string | Error)[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    if (typeof chunk !== 'string') throw chunk
    yield chunk
    await sleep(15)
  }
}

describe('framing', () => {
  it('sends a whole body with its length, in one piece with the head', async () => {
    await using server = await started(() => text('hällo'))
    const client = RawClient.to(server.port).send(last)
    const writes: number[] = []
    client.socket.on('data', (chunk) => writes.push(chunk.length))
    const response = await client.end()
    expect(response).toMatch(/content-length: 6\r\n/)
    expect(bodyOf(response)).toBe('h\xc3\xa4llo')
    expect(writes).toHaveLength(1)
  })

  it('gives a native Response a length too', async () => {
    expect(await answer(() => new Response('x'))).toMatch(/content-length: 1\r\n/)
  })

  it('sends a stream in chunks', async () => {
    const response = await answer(() => stream(pieces('a', 'bc')))
    expect(response).toMatch(/transfer-encoding: chunked/i)
    expect(bodyOf(response)).toBe('1\r\na\r\n2\r\nbc\r\n0\r\n\r\n')
  })

  it('sends each piece, and the head before the first, as soon as there is one', async () => {
    const gate = Promise.withResolvers<void>()
    await using server = await started(() =>
      stream(
        (async function* () {
          await gate.promise
          yield 'late'
        })(),
      ),
    )
    const client = RawClient.to(server.port).send(last)
    expect(await client.until('\r\n\r\n')).not.toMatch('late')
    gate.resolve()
    expect(bodyOf(await client.end())).toMatch('late')
  })

  it('HTTP-06 ends with the connection for HTTP/1.0', async () => {
    const response = await answer(() => stream(pieces('a', 'bc')), request('GET', '1.0', 'TE: chunked', 'Connection: keep-alive'))
    expect(response).not.toMatch(/transfer-encoding/i)
    expect(bodyOf(response)).toBe('abc')
  })

  it('HTTP-06 keeps an HTTP/1.0 connection that asks for it, when the length is known', async () => {
    await using server = await started(() => text('answer'))
    const client = RawClient.to(server.port).send(request('GET', '1.0', 'Connection: keep-alive'))
    await client.until('answer')
    client.send(request('GET', '1.0'))
    expect((await client.end()).match(/answer/g)).toHaveLength(2)
  })

  test.each([
    ['a body longer than its Content-Length is cut', 'helloworld', 'hello'],
    ['a body as long as its Content-Length', 'hello', 'hello'],
  ])('HTTP-03 %s', async (_, body, expected) => {
    const response = await answer(() => new Response(body, { headers: { 'content-length': '5' } }))
    expect(bodyOf(response)).toBe(expected)
  })

  it('HTTP-03 a body shorter than its Content-Length breaks the connection', async () => {
    await using server = await started(() => new Response('hel', { headers: { 'content-length': '5' } }))
    const client = RawClient.to(server.port).send(request())
    expect(bodyOf(await client.end())).toBe('hel')
  })

  test.each([
    ['HEAD', () => text('hello'), request('HEAD', '1.1', 'Connection: close'), /content-length: 5\r\n/],
    ['204', () => empty(204), last, /^HTTP\/1\.1 204 No Content\r\n/],
    ['205', () => new Response(null, { status: 205 }), last, /content-length: 0\r\n/],
    ['304', () => new Response(null, { status: 304, headers: { etag: '"a"', 'content-length': '5' } }), last, /content-length: 5\r\n/],
  ])('HTTP-03 %s has no body', async (_, app, raw, head) => {
    const response = await answer(app, raw)
    expect(response).toMatch(head)
    expect(response).not.toMatch(/transfer-encoding/i)
    expect(bodyOf(response)).toBe('')
  })

  it('HTTP-03 HEAD cancels the stream of a body', async () => {
    let isCancelled = false
    const source = new ReadableStream<Uint8Array>({
      cancel() {
        isCancelled = true
      },
    })
    await answer(() => new Response(source), request('HEAD', '1.1', 'Connection: close'))
    await poll(() => isCancelled)
    expect(isCancelled).toBe(true)
  })

  test.each([['a text'], [new Uint8Array([97, 98])], [''], [undefined]])(
    'HTTP-04 sends field values and the reason as latin1, before %p',
    async (body) => {
      const app = () => new Response(body, { statusText: 'd\xe9j\xe0', headers: { 'x-name': 'caf\xe9' } })
      const response = await answer(app)
      expect(response).toMatch(/^HTTP\/1\.1 200 d\xe9j\xe0\r\n/)
      expect(response).toMatch(/x-name: caf\xe9\r\n/)
    },
  )

  it('HTTP-04 sends field values as latin1 before a text beyond ASCII, and before a stream', async () => {
    const headers = { 'x-name': 'caf\xe9' }
    expect(await answer(() => text('é', { headers }))).toMatch(/x-name: caf\xe9\r\n.*\r\n\r\n\xc3\xa9$/s)
    expect(await answer(() => stream(pieces('a'), { headers }))).toMatch(/x-name: caf\xe9\r\n/)
  })

  it('sends each Set-Cookie in a field of its own', async () => {
    const headers: [string, string][] = [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]
    expect((await answer(() => text('', { headers }))).match(/set-cookie: /g)).toHaveLength(2)
  })

  it('sends a body of many megabytes', async () => {
    const body = 'x'.repeat(20_000_000)
    const response = await answer(() => text(body))
    expect(response).toMatch(/content-length: 20000000\r\n/)
    expect(bodyOf(response)).toBe(body)
  })
})

describe('failure', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('secret'))],
    ['returns a string', () => 'hello' as unknown as Response],
    ['fails before the first chunk', () => stream(pieces(new Error('secret')))],
    ['sets a field with a control character', () => text('x', { headers: { 'x-name': 'a\x01b' } })],
  ])('an application that %s is answered with 500 and no more than that', async (_, app) => {
    const response = await answer(app)
    expect(response).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/)
    expect(response).not.toMatch(/secret|\.ts/)
  })

  it('HTTP-05 breaks the connection when a stream fails after two chunks', async () => {
    const response = await answer(() => stream(pieces('a', 'b', new Error('secret'))))
    expect(bodyOf(response)).toBe('1\r\na\r\n1\r\nb\r\n')
  })

  it('HTTP-05 resets the connection when the body of an HTTP/1.0 response fails, whose end would look whole', async () => {
    await using server = await started(() => stream(pieces('a', 'b', new Error('secret'))))
    const client = RawClient.to(server.port).send(request('GET', '1.0'))
    await poll(() => client.closed)
    expect(client.error).toBe('ECONNRESET')
  })
})

describe('HTTP-09 trailers out', () => {
  const app = () => stream(pieces('a'), { trailers: () => ({ 'x-sum': '1' }) })

  it('follow the last chunk', async () => {
    expect(bodyOf(await answer(app))).toBe('1\r\na\r\n0\r\nx-sum: 1\r\n\r\n')
  })

  it('are dropped for HTTP/1.0', async () => {
    expect(bodyOf(await answer(app, request('GET', '1.0')))).toBe('a')
  })
})

describe('interim responses', () => {
  it('go before the response', async () => {
    const response = await answer((context) => text(String(earlyHints(context, ['</a.css>; rel=preload'])) + context.can.informational))
    expect(response).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nlink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK\r\n.*truetrue$/s)
  })

  it('cannot be sent to HTTP/1.0', async () => {
    const response = await answer((context) => text(String(earlyHints(context, ['</a.css>']))), request('GET', '1.0'))
    expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\n.*false$/s)
  })
})

describe('what the application knows', () => {
  it('is told who asks and what the gateway can', async () => {
    const response = await answer(({ client, tls, gateway, can }) =>
      json({ client: client.address, port: typeof client.port, tls, gateway, can }),
    )
    expect(JSON.parse(bodyOf(response))).toEqual({
      client: '127.0.0.1',
      port: 'number',
      tls: null,
      gateway: { protocol: 'http', version: '1.1', software: '', multiprocess: false, runOnce: false, variables: {} },
      can: { informational: true, trailers: true, upgrade: false, sendfile: false, fullDuplex: true },
    })
  })

  it('answers 503 when the application takes too long', async () => {
    await using server = await started(() => new Promise(() => {}), { timeouts: { handler: 30 } })
    expect(statusOf(await answerTo(server.port, last))).toBe(503)
  })
})

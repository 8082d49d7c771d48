import { GatewayError, text, type Application } from '@gangway/gateway'
import { answerTo, bodyOf, poll, RawClient, statusOf } from '../test/raw-client.ts'
import { started } from '../test/started.ts'

const echo: Application = async ({ body }) => text(body ? await body.text() : 'none')

const post = (body: string, ...fields: string[]) => `POST / HTTP/1.1\r\n${['Host: a', ...fields].join('\r\n')}\r\n\r\n${body}`

describe('bodies in', () => {
  test.each([
    ['with a length', post('hello', 'Content-Length: 5', 'Connection: close'), 'hello'],
    ['in chunks', post('3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n', 'Transfer-Encoding: Chunked', 'Connection: close'), 'hello'],
    ['of no length', post('', 'Connection: close'), 'none'],
    ['of length zero', post('', 'Content-Length: 0', 'Connection: close'), 'none'],
    ['of a GET', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello', 'hello'],
    ['of HTTP/1.0', 'POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello', 'hello'],
  ])('%s', async (_, request, expected) => {
    await using server = await started(echo)
    expect(bodyOf(await answerTo(server.port, request))).toBe(expected)
  })

  it('come byte by byte as well', async () => {
    await using server = await started(echo)
    const client = RawClient.to(server.port)
    for (const byte of post('5\r\nhello\r\n0\r\n\r\n', 'Transfer-Encoding: chunked', 'Connection: close')) client.send(byte)
    expect(bodyOf(await client.end())).toBe('hello')
  })

  it('are not read before the application reads', async () => {
    const { promise: read, resolve } = Promise.withResolvers<void>()
    let chunks = 0
    await using server = await started(async ({ body }) => {
      await read
      for await (const chunk of body ?? []) chunks += chunk.byteLength
      return text(String(chunks))
    })
    const client = RawClient.to(server.port)
    client.send(post('', `Content-Length: ${64 * 1_048_576}`, 'Connection: close'))
    const megabyte = Buffer.alloc(1_048_576)
    let taken = 0
    for (let sent = 0; sent < 64; sent++) client.socket.write(megabyte, () => taken++)
    await new Promise((done) => setTimeout(done, 200))
    expect(taken).toBeLessThan(32)
    resolve()
    expect(bodyOf(await client.end())).toBe(String(64 * 1_048_576))
  })

  it('ERR_BODY_TRUNCATED and AbortError for who reads when the client breaks off, never a clean end', async () => {
    const seen: unknown[] = []
    await using server = await started(async ({ body, signal }) => {
      try {
        for await (const chunk of body ?? []) seen.push(chunk.byteLength)
        seen.push('end')
      } catch (error) {
        seen.push(error instanceof GatewayError && error.code, signal.aborted && signal.reason.name)
      }
      return text('late')
    })
    const client = RawClient.to(server.port).send(post('hel', 'Content-Length: 5'))
    await poll(() => seen.length > 0)
    client.socket.destroy()
    await poll(() => seen.length > 1)
    expect(seen).toEqual([3, 'ERR_BODY_TRUNCATED', 'AbortError'])
  })

  it('a chunk that is malformed fails the reader and is answered with 400', async () => {
    await using server = await started(echo)
    const response = await answerTo(server.port, post('5\r\nhello\r\nxyz\r\n', 'Transfer-Encoding: chunked'))
    expect(statusOf(response)).toBe(400)
    expect(server.errors).toHaveLength(1)
  })

  it('are refused with 413 beyond the limit, before the application sees them', async () => {
    let calls = 0
    await using server = await started(
      () => {
        calls += 1
        return text('no')
      },
      { limits: { body: 4 } },
    )
    expect(statusOf(await answerTo(server.port, post('hello', 'Content-Length: 5')))).toBe(413)
    expect(calls).toBe(0)
  })

  it('are refused with 413 beyond the limit, as they come', async () => {
    await using server = await started(echo, { limits: { body: 4 } })
    const response = await answerTo(
      server.port,
      post('3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n', 'Transfer-Encoding: chunked', 'Connection: close'),
    )
    expect(statusOf(response)).toBe(413)
  })
})

describe('HTTP-07 100-continue', () => {
  it('is sent when the body is first read', async () => {
    await using server = await started(echo)
    const client = RawClient.to(server.port).send(post('', 'Content-Length: 5', 'Expect: 100-continue', 'Connection: close'))
    expect(await client.until('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    expect(bodyOf(await client.send('hello').end())).toMatch(/^HTTP\/1\.1 200 .*hello$/s)
  })

  test.each([417, 413])('is not sent with %d', async (status) => {
    await using server = await started(() => text('no', { status }))
    const response = await answerTo(server.port, post('', 'Content-Length: 5', 'Expect: 100-continue'))
    expect(statusOf(response)).toBe(status)
    expect(response).toMatch(/connection: close/i)
  })

  it('is not sent to a body that is too large', async () => {
    await using server = await started(echo, { limits: { body: 4 } })
    expect(statusOf(await answerTo(server.port, post('', 'Content-Length: 5', 'Expect: 100-continue')))).toBe(413)
  })
})

describe('HTTP-08 bodies that nobody reads', () => {
  it('are drained when they are small, and the connection goes on', async () => {
    await using server = await started(() => text('answer'))
    const client = RawClient.to(server.port).send(post('x'.repeat(1000), 'Content-Length: 100000'))
    await client.until('answer')
    client.send('x'.repeat(99_000)).send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect((await client.end()).match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  })

  it('end the connection when they are large, and the response arrives although the client still sends', async () => {
    await using server = await started(() => text('too much', { status: 413 }))
    const client = RawClient.to(server.port).send(post('', 'Content-Length: 100000000'))
    for (let sent = 0; sent < 32; sent++) client.socket.write(Buffer.alloc(65_536))
    const response = await client.end()
    expect(statusOf(response)).toBe(413)
    expect(response).toMatch(/connection: close/i)
    expect(bodyOf(response)).toBe('too much')
    expect(client.error).toBeUndefined()
  })

  it('are cut when they do not end', async () => {
    await using server = await started(() => text('answer'), { timeouts: { idle: 100 } })
    const client = RawClient.to(server.port).send(post('5\r\nhello\r\n', 'Transfer-Encoding: chunked'))
    await client.until('answer')
    await poll(() => client.closed || client.ended)
    expect(client.received).toMatch(/answer$/)
  })

  it('are drained after only a beginning was read', async () => {
    await using server = await started(async ({ body }) => {
      for await (const chunk of body ?? []) return text(String(chunk.byteLength))
      return text('none')
    })
    const client = RawClient.to(server.port).send(post('hel', 'Content-Length: 5'))
    await client.until('\r\n\r\n3')
    client.send('loGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(await client.end()).toMatch(/\r\n\r\n3HTTP.*none$/s)
  })

  it('fail who reads them after the response', async () => {
    const failure = Promise.withResolvers<unknown>()
    await using server = await started(({ body }) => {
      setTimeout(() => void body?.text().then(failure.resolve, failure.resolve), 30)
      return text('answer')
    })
    const client = RawClient.to(server.port).send(post('hel', 'Content-Length: 5'))
    await client.until('answer')
    expect(await failure.promise).toMatchObject({ code: 'ERR_CLOSED' })
    client.socket.destroy()
  })
})

describe('HTTP-09 trailers in', () => {
  it('are settled at the end of the body', async () => {
    await using server = await started(async ({ body, trailers }) => text(`${await body?.text()} ${(await trailers).get('x-sum')}`))
    const response = await answerTo(
      server.port,
      post('5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n', 'Transfer-Encoding: chunked', 'Trailer: X-Sum', 'Connection: close'),
    )
    expect(bodyOf(response)).toBe('hello 42')
  })

  it('are empty without a body', async () => {
    await using server = await started(async ({ trailers }) => text(String([...(await trailers)].length)))
    expect(bodyOf(await answerTo(server.port, post('', 'Connection: close')))).toBe('0')
  })
})

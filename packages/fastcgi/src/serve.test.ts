import { connect } from 'node:net'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { stream, text, type Application, type Context } from '@gangway/gateway'
import type { Address, Server } from '@gangway/listen'
import { encodeBeginRequest, encodeParams, encodeRecord, encodeStream, protocolStatus, recordType, role, decodeParams } from '@gangway/wire'
import fc from 'fast-check'
import { RecordClient, requestRecords, variables, type RequestParts } from '../../../test/src/record-client.ts'
import { allow } from './authorizer.ts'
import type { FastcgiOptions } from './options.ts'
import { serve } from './serve.ts'

const open: Server[] = []
const errors: Error[] = []
const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => unhandled.push(reason))

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close({ grace: 0 })))
  errors.length = 0
  expect(unhandled.splice(0)).toEqual([])
})

async function start(
  app: Application,
  options: FastcgiOptions = {},
): Promise<{ client: RecordClient; connect: () => Promise<RecordClient>; server: Server }> {
  const server = await serve(app, { listen: 0, onError: (error) => errors.push(error), ...options })
  open.push(server)
  const connectTo = () => RecordClient.connect({ port: portOf(server.address) })
  return { client: await connectTo(), connect: connectTo, server }
}

function portOf(address: Address): number {
  if (address.kind !== 'tcp') throw new Error('not a TCP address')
  return address.port
}

const hello: Application = () => text('Hello')
const helloHead = 'Status: 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 5\r\n\r\nHello'
const { stdout, stderr, endRequest } = recordType

describe('FCGI-01 to FCGI-05: transport', () => {
  it('FCGI-05: refuses a wildcard address without an allow list, and says what to do', async () => {
    await expect(serve(hello, { listen: '0.0.0.0:0' })).rejects.toThrow(/can forge any request; listen on 127\.0\.0\.1 or a unix socket/)
    await expect(serve(hello, { listen: '[::]:0' })).rejects.toThrow(TypeError)
  })

  it('FCGI-02: says what is missing when descriptor 0 is no listening socket', async () => {
    await expect(serve(hello)).rejects.toThrow(/descriptor 0 is no listening socket; start this program from spawn-fcgi/)
  })

  it('refuses what is no application at once', async () => {
    await expect(serve({} as Application)).rejects.toThrow('fastcgi: serve() takes an application, not object')
  })

  it('FCGI-03: closes the connection of a peer that is not allowed', async () => {
    const { client } = await start(hello, { allow: ['10.0.0.0/8'] })
    expect(await client.request()).toMatchObject({ end: undefined, stdout: '' })
  })

  it('FCGI-03: FCGI_WEB_SERVER_ADDRS names the peers', async () => {
    process.env.FCGI_WEB_SERVER_ADDRS = '192.0.2.1,192.0.2.2'
    const refused = await start(hello)
    process.env.FCGI_WEB_SERVER_ADDRS = '192.0.2.1,127.0.0.1'
    const allowed = await start(hello)
    delete process.env.FCGI_WEB_SERVER_ADDRS
    expect((await refused.client.request()).end).toBeUndefined()
    expect((await allowed.client.request()).stdout).toBe(helloHead)
  })

  it('closes connections beyond limits.connections', async () => {
    const { client, connect: more } = await start(hello, { limits: { connections: 1 } })
    const second = await more()
    expect((await second.request()).end).toBeUndefined()
    expect((await client.request()).stdout).toBe(helloHead)
  })

  it('closes after limits.requests', async () => {
    const { client } = await start(hello, { limits: { requests: 2 } })
    await client.request({ keepConnection: true })
    expect(client.closed).toBe(false)
    await client.request({ keepConnection: true })
    await client.until(() => client.closed, 'close')
  })
})

describe('FCGI-10 to FCGI-15: records', () => {
  it('FCGI-10: closes on another version, with one line', async () => {
    const { client } = await start(hello)
    client.send(Uint8Array.of(2, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0))
    await client.until(() => client.closed, 'close')
    expect(errors.map(String)).toEqual(['Error: fastcgi: connection closed: wire: record version 2, expected 1 (FastCGI §3.3)'])
  })

  it('FCGI-12: answers GET_VALUES with the names it knows, also while a request is under way', async () => {
    const gate = Promise.withResolvers<Response>()
    const { client } = await start(() => gate.promise, { limits: { connections: 7 } })
    client.send(requestRecords({ keepConnection: true }))
    client.send(
      encodeRecord(
        recordType.getValues,
        0,
        encodeParams(['FCGI_MAX_CONNS', '', 'FCGI_MPXS_CONNS', '', 'UNHEARD_OF', '', 'FCGI_MAX_REQS', '']),
      ),
    )
    await client.until(() => client.records.length > 0, 'GET_VALUES_RESULT')
    const [result] = client.records
    expect(result).toMatchObject({ type: recordType.getValuesResult, requestId: 0 })
    expect(decodeParams(result?.content ?? new Uint8Array())).toEqual(['FCGI_MAX_CONNS', '7', 'FCGI_MPXS_CONNS', '0', 'FCGI_MAX_REQS', '7'])
    gate.resolve(text('Hello'))
    expect((await client.response()).stdout).toBe(helloHead)
  })

  test.each([0, 3, 12, 77, 255].filter((type) => type !== 9))('FCGI-12: answers the management type %i with UNKNOWN_TYPE', async (type) => {
    const { client } = await start(hello)
    client.send(encodeRecord(type, 0, Uint8Array.of(1, 2, 3)))
    await client.until(() => client.records.length > 0, 'UNKNOWN_TYPE')
    expect(client.records[0]).toMatchObject({
      type: recordType.unknownType,
      requestId: 0,
      content: Uint8Array.of(type, 0, 0, 0, 0, 0, 0, 0),
    })
    expect((await client.request()).stdout).toBe(helloHead)
  })

  it('FCGI-12: closes on BEGIN_REQUEST with id 0', async () => {
    const { client } = await start(hello)
    client.send(encodeBeginRequest(0, { role: role.responder, keepConnection: true }))
    await client.until(() => client.closed, 'close')
    expect(errors[0]?.message).toMatch(/BEGIN_REQUEST with id 0/)
  })

  it('FCGI-13: ignores records of a request that is not active, and unknown types of one that is', async () => {
    const { client } = await start(hello)
    client.send(
      encodeRecord(recordType.stdin, 9, Uint8Array.of(1)),
      encodeRecord(recordType.abortRequest, 9),
      encodeRecord(recordType.params, 300, Uint8Array.of(1)),
    )
    client.send(encodeBeginRequest(1, { role: role.responder, keepConnection: true }), encodeRecord(99, 1, Uint8Array.of(1)))
    client.send(requestRecords().subarray(16))
    expect((await client.response()).stdout).toBe(helloHead)
  })

  it('FCGI-13: closes when an active request begins again', async () => {
    const { client } = await start(() => new Promise(() => {}))
    client.send(requestRecords({ keepConnection: true }), requestRecords({ keepConnection: true }))
    await client.until(() => client.closed, 'close')
    expect(errors[0]?.message).toMatch(/request 1, which is active/)
  })

  it('FCGI-14: answers an unknown role with UNKNOWN_ROLE', async () => {
    const { client } = await start(hello)
    expect(await client.request({ role: 4, keepConnection: true })).toMatchObject({
      stdout: '',
      end: { protocolStatus: protocolStatus.unknownRole },
    })
    expect((await client.request({ requestId: 2 })).stdout).toBe(helloHead)
  })

  it('FCGI-14: answers a second request on the connection with CANT_MPX_CONN and goes on with the first', async () => {
    const gate = Promise.withResolvers<Response>()
    const { client } = await start(() => gate.promise)
    client.send(requestRecords({ requestId: 1 }))
    expect((await client.request({ requestId: 2 })).end?.protocolStatus).toBe(protocolStatus.cannotMultiplex)
    gate.resolve(text('Hello'))
    expect((await client.response(1)).stdout).toBe(helloHead)
  })

  it('FCGI-14: answers requests beyond capacity with OVERLOADED', async () => {
    const { client } = await start(() => new Promise(() => {}), { multiplex: true })
    for (let requestId = 1; requestId <= 100; requestId++) client.send(requestRecords({ requestId, keepConnection: true }))
    expect((await client.request({ requestId: 101 })).end?.protocolStatus).toBe(protocolStatus.overloaded)
  })

  it('FCGI-14: a BEGIN_REQUEST of the wrong size closes the connection', async () => {
    const { client } = await start(hello)
    client.send(encodeRecord(recordType.beginRequest, 1, Uint8Array.of(0, 1, 0)))
    await client.until(() => client.closed, 'close')
    expect(errors[0]?.message).toMatch(/BEGIN_REQUEST with 3 bytes of content, expected 8/)
  })

  it('FCGI-15: keeps the connection when asked to, and closes it otherwise', async () => {
    const { client } = await start(hello)
    for (let round = 0; round < 3; round++) expect((await client.request({ keepConnection: true })).stdout).toBe(helloHead)
    expect((await client.request({ keepConnection: false })).stdout).toBe(helloHead)
    await client.until(() => client.closed, 'close')
  })

  it('FCGI-15: a peer that still sends when we close reads the whole response', async () => {
    const { client } = await start(() => text('x'.repeat(100_000)))
    client.send(requestRecords({ variables: { ...variables, REQUEST_METHOD: 'POST', CONTENT_LENGTH: '9000000' }, stdin: null }))
    const filler = setInterval(() => client.send(encodeStream(recordType.stdin, 1, new Uint8Array(60_000))), 1)
    const response = await client.response()
    clearInterval(filler)
    expect(response.stdout.length).toBeGreaterThan(100_000)
    expect(response.end).toBeDefined()
  })
})

describe('FCGI-20 to FCGI-32: streams', () => {
  const echo: Application = async (context: Context) => {
    const body = context.body ? await context.body.text() : ''
    return text(`${context.method} ${context.path} ${context.query} ${context.headers.get('cookie')} ${body}`)
  }
  const post: RequestParts = {
    variables: {
      ...variables,
      REQUEST_METHOD: 'POST',
      REQUEST_URI: '/a%2Fb?x=1',
      SCRIPT_NAME: '/a/b',
      QUERY_STRING: 'x=1',
      CONTENT_LENGTH: '11',
      HTTP_COOKIE: `c=${'v'.repeat(200)}`,
    },
    stdin: 'hello world',
  }
  const echoed = `POST /a%2Fb x=1 c=${'v'.repeat(200)} hello world`

  it('FCGI-20: takes pairs that are split over records of one byte', async () => {
    const { client } = await start(echo)
    const params = encodeParams(Object.entries(post.variables ?? {}).flat())
    client.send(encodeBeginRequest(1, { role: role.responder, keepConnection: false }))
    client.send(...Array.from(params, (byte) => encodeRecord(recordType.params, 1, Uint8Array.of(byte))))
    client.send(
      encodeRecord(recordType.params, 1),
      encodeStream(recordType.stdin, 1, Buffer.from('hello world')),
      encodeRecord(recordType.stdin, 1),
    )
    expect((await client.response()).stdout).toContain(echoed)
  })

  it('FCGI-10, FCGI-20: any segmentation of the byte stream gives the same request', async () => {
    const { connect: more } = await start(echo)
    const records = requestRecords(post)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: records.length - 1 }), { maxLength: 12 }), async (cuts) => {
        const client = await more()
        client.socket.setNoDelay(true)
        const places = [0, ...[...new Set(cuts)].toSorted((a, b) => a - b), records.length]
        for (let index = 1; index < places.length; index++) {
          client.send(records.subarray(places[index - 1], places[index]))
          await turn()
        }
        expect((await client.response()).stdout).toContain(echoed)
      }),
      { numRuns: 60 },
    )
  })

  it('FCGI-22: answers params beyond the limit with 431, before they are received', async () => {
    const { client } = await start(hello)
    client.send(encodeBeginRequest(1, { role: role.responder, keepConnection: true }))
    client.send(encodeRecord(recordType.params, 1, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)))
    expect((await client.response()).stdout).toMatch(/^Status: 431 Request Header Fields Too Large\r\n/)
    expect(errors).toHaveLength(1)
    expect((await client.request({ requestId: 2 })).stdout).toBe(helloHead)
  })

  it('FCGI-22: answers too many pairs with 431', async () => {
    const { client } = await start(hello)
    expect((await client.request({ variables: Array.from({ length: 2002 }, (_, index) => `N${index}`) })).stdout).toMatch(/^Status: 431 /)
  })

  it('FCGI-21: params that end inside a pair are a bad request', async () => {
    const { client } = await start(hello)
    client.send(
      encodeBeginRequest(1, { role: role.responder, keepConnection: true }),
      encodeRecord(recordType.params, 1, Uint8Array.of(5, 0, 65)),
      encodeRecord(recordType.params, 1),
    )
    expect((await client.response()).stdout).toMatch(/^Status: 400 Bad Request\r\n/)
  })

  test.each([
    ['no method', { ...variables, REQUEST_METHOD: '' }],
    ['a method that is no token', { ...variables, REQUEST_METHOD: 'GE T' }],
    ['a hostile Host', { ...variables, HTTP_HOST: 'a b/evil?' }],
    ['a Host with userinfo', { ...variables, HTTP_HOST: 'u:p@evil' }],
    ['a length that is no number', { ...variables, CONTENT_LENGTH: '5,5' }],
    ['a length with a sign', { ...variables, CONTENT_LENGTH: '+5' }],
    ['no params at all', {}],
  ])('a bad request with %s is answered with 400 and leaves the next one alone', async (_, given) => {
    const { client } = await start(hello)
    expect((await client.request({ variables: given, keepConnection: true })).stdout).toMatch(/^Status: 400 Bad Request\r\n/)
    expect((await client.request({ requestId: 2 })).stdout).toBe(helloHead)
    expect(errors).toHaveLength(1)
  })

  it('FCGI-23: two different lengths are refused', async () => {
    const { client } = await start(hello)
    expect(
      (await client.request({ variables: [...Object.entries(variables).flat(), 'CONTENT_LENGTH', '3', 'CONTENT_LENGTH', '4'] })).stdout,
    ).toMatch(/^Status: 400 /)
  })

  it('FCGI-24: ignores PARAMS after their end, and keeps STDIN that comes before it', async () => {
    const { client } = await start(echo)
    const params = encodeStream(recordType.params, 1, encodeParams(Object.entries(post.variables ?? {}).flat()))
    client.send(
      encodeBeginRequest(1, { role: role.responder, keepConnection: false }),
      encodeStream(recordType.stdin, 1, Buffer.from('hello ')),
      params,
    )
    client.send(encodeRecord(recordType.params, 1), encodeRecord(recordType.params, 1, Uint8Array.of(1, 1, 65, 66)))
    client.send(encodeStream(recordType.stdin, 1, Buffer.from('world')), encodeRecord(recordType.stdin, 1))
    expect((await client.response()).stdout).toContain(echoed)
  })

  it('FCGI-24: bounds what comes before the params end', async () => {
    const { client } = await start(echo)
    client.send(
      encodeBeginRequest(1, { role: role.responder, keepConnection: true }),
      encodeStream(recordType.stdin, 1, new Uint8Array(70_000)),
    )
    expect((await client.response()).stdout).toMatch(/^Status: 400 /)
  })

  it('FCGI-25: a body shorter than CONTENT_LENGTH fails for its reader and is answered with 400', async () => {
    const outcome = Promise.withResolvers<unknown>()
    const { client } = await start(async (context) => {
      await context.body?.text().catch((error: unknown) => {
        outcome.resolve(error)
        throw error
      })
      return text('never')
    })
    const response = await client.request({ ...post, stdin: 'hello' })
    expect(await outcome.promise).toMatchObject({ name: 'GatewayError', code: 'ERR_BODY_TRUNCATED' })
    expect(response.stdout).toMatch(/^Status: 400 /)
  })

  it('FCGI-25: what exceeds CONTENT_LENGTH is cut', async () => {
    const { client } = await start(echo)
    expect((await client.request({ ...post, stdin: 'hello world and more' })).stdout.endsWith(' hello world')).toBe(true)
  })

  it('a body without a length ends with its stream', async () => {
    const { client } = await start(echo)
    expect((await client.request({ ...post, variables: { ...variables, REQUEST_METHOD: 'PUT' } })).stdout).toContain(
      'PUT /  null hello world',
    )
  })

  it('limits.body: 413 at once for a declared length, and when it shows for others', async () => {
    const { client } = await start(echo, { limits: { body: 10 } })
    expect((await client.request({ ...post, keepConnection: true })).stdout).toMatch(/^Status: 413 /)
    const unknown = await client.request({ requestId: 2, variables: { ...variables, REQUEST_METHOD: 'PUT' }, stdin: 'hello world' })
    expect(unknown.stdout).toMatch(/^Status: 413 /)
  })

  it('FCGI-26: a body that nobody reads does not block the connection', async () => {
    const { client } = await start(hello)
    const length = 3_000_000
    const big = { ...variables, REQUEST_METHOD: 'POST', CONTENT_LENGTH: String(length) }
    expect((await client.request({ variables: big, stdin: new Uint8Array(length), keepConnection: true })).stdout).toBe(helloHead)
    expect((await client.request({ requestId: 1 })).stdout).toBe(helloHead)
  })

  it('FCGI-26: stops reading the connection while the application does not read, and loses nothing', async () => {
    const length = 8_000_000
    const gate = Promise.withResolvers<void>()
    const { client } = await start(async (context) => {
      await gate.promise
      let received = 0
      for await (const chunk of context.body ?? []) received += chunk.byteLength
      return text(String(received))
    })
    client.send(
      requestRecords({
        variables: { ...variables, REQUEST_METHOD: 'POST', CONTENT_LENGTH: String(length) },
        stdin: new Uint8Array(length),
      }),
    )
    await sleep(100)
    expect(client.socket.writableLength).toBeGreaterThan(1_000_000)
    gate.resolve()
    expect((await client.response()).stdout).toMatch(/8000000$/)
  })

  it('FCGI-27: a whole response is STDOUT, its end and END_REQUEST', async () => {
    const { client } = await start(hello)
    expect(await client.request()).toEqual({
      stdout: helloHead,
      stderr: '',
      end: { appStatus: 0, protocolStatus: 0 },
      types: [stdout, stdout, endRequest],
    })
  })

  it('FCGI-27: a large body is split over records and arrives whole', async () => {
    const body = Buffer.alloc(1_000_000, 'abcdefghij')
    const { client } = await start(() => new Response(body))
    const response = await client.request()
    expect(response.stdout.slice(response.stdout.indexOf('\r\n\r\n') + 4)).toBe(body.toString())
  })

  it('FCGI-27: STDERR has its own end', async () => {
    const { client } = await start((context) => {
      context.log('a line')
      return text('Hello')
    })
    expect(await client.request()).toEqual({
      stdout: helloHead,
      stderr: 'a line',
      end: { appStatus: 0, protocolStatus: 0 },
      types: [stderr, stdout, stdout, stderr, endRequest],
    })
  })

  it('FCGI-29: an application that throws gives a generic 500, and the stack to the log only', async () => {
    const { client } = await start(() => {
      throw new Error('secret')
    })
    const response = await client.request()
    expect(response.stdout).toMatch(/^Status: 500 Internal Server Error\r\n/)
    expect(response.stdout).not.toContain('secret')
    expect(response.stderr).toMatch(/^GET \/ answered 500, reference \w+: Error: secret\n {4}at /)
  })

  it('a stream that fails after the head closes the connection without END_REQUEST', async () => {
    const { client } = await start(() =>
      stream(
        (async function* () {
          yield 'first'
          await sleep(20)
          throw new Error('broken')
        })(),
      ),
    )
    const response = await client.request({ keepConnection: true })
    expect(response.stdout).toMatch(/first$/)
    expect(response.end).toBeUndefined()
    expect(response.stderr).toContain('Error: broken')
  })

  it('a body shorter than its content-length closes without END_REQUEST', async () => {
    const { client } = await start(() => text('short', { headers: { 'content-length': '10' } }))
    const response = await client.request({ keepConnection: true })
    expect(response).toMatchObject({ end: undefined, stdout: expect.stringMatching(/content-length: 10\r\n[^]*\r\n\r\nshort$/) })
  })

  it('each chunk of a stream leaves when it is there', async () => {
    const gate = Promise.withResolvers<void>()
    const { client } = await start(() =>
      stream(
        (async function* () {
          yield 'one'
          await gate.promise
          yield 'two'
        })(),
      ),
    )
    client.send(requestRecords())
    await client.until(() => Buffer.concat(client.records.map(({ content }) => content)).includes('one'), 'the first chunk')
    gate.resolve()
    expect((await client.response()).stdout).toMatch(/onetwo$/)
  })

  it('pulls the next chunk only when the peer took the last one', async () => {
    let pulled = 0
    const { client } = await start(() =>
      stream(
        (async function* () {
          for (; pulled < 2000; pulled++) yield new Uint8Array(65_536)
        })(),
      ),
    )
    client.socket.pause()
    client.send(requestRecords())
    await sleep(150)
    expect(pulled).toBeLessThan(500)
    client.socket.destroy()
  })

  it('FCGI-30: ABORT_REQUEST fires the signal, and END_REQUEST follows when the application is done', async () => {
    const aborted = Promise.withResolvers<unknown>()
    const gate = Promise.withResolvers<Response>()
    const { client } = await start((context) => {
      context.signal.addEventListener('abort', () => aborted.resolve(context.signal.reason))
      return context.method === 'POST' ? gate.promise : text('Hello')
    })
    client.send(requestRecords({ ...post, keepConnection: true, stdin: null }), encodeRecord(recordType.abortRequest, 1))
    expect(await aborted.promise).toMatchObject({ name: 'AbortError' })
    await sleep(20)
    expect(client.records).toEqual([])
    gate.resolve(text('too late'))
    expect(await client.response()).toMatchObject({ stdout: '', types: [endRequest] })
    client.send(encodeRecord(recordType.abortRequest, 1))
    expect((await client.request({ requestId: 1 })).stdout).toBe(helloHead)
  })

  it('FCGI-30: an abort while the response streams cancels its source and ends it at once', async () => {
    const cancelled = Promise.withResolvers<void>()
    const { client } = await start(() =>
      stream(
        (async function* () {
          try {
            for (;;) {
              yield 'tick'
              await sleep(5)
            }
          } finally {
            cancelled.resolve()
          }
        })(),
      ),
    )
    client.send(requestRecords({ keepConnection: true }))
    await client.until(() => client.records.length > 2, 'output')
    client.send(encodeRecord(recordType.abortRequest, 1))
    const response = await client.response()
    expect(response.end).toBeDefined()
    await cancelled.promise
  })

  it('FCGI-30: an abort before the params end is answered', async () => {
    const { client } = await start(hello)
    client.send(encodeBeginRequest(1, { role: role.responder, keepConnection: true }), encodeRecord(recordType.abortRequest, 1))
    expect(await client.response()).toMatchObject({ stdout: '', types: [endRequest] })
  })

  it('FCGI-30: a connection that closes aborts its request and its body', async () => {
    const seen = Promise.withResolvers<unknown[]>()
    const { client } = await start(async (context) => {
      const body = await context.body?.text().catch((error: unknown) => error)
      seen.resolve([body, context.signal.aborted])
      return text('late')
    })
    client.send(requestRecords({ ...post, stdin: null }), encodeStream(recordType.stdin, 1, Buffer.from('hel')))
    await sleep(20)
    client.socket.destroy()
    const [body, aborted] = await seen.promise
    expect(body).toMatchObject({ code: 'ERR_BODY_TRUNCATED' })
    expect(aborted).toBe(true)
  })

  it('FCGI-31: multiplexed requests are answered independently', async () => {
    const gates = new Map<string, PromiseWithResolvers<Response>>()
    const { client } = await start(
      (context) => {
        const gate = Promise.withResolvers<Response>()
        gates.set(context.query, gate)
        return gate.promise
      },
      { multiplex: true },
    )
    for (let id = 1; id <= 3; id++)
      client.send(
        requestRecords({ requestId: id, keepConnection: true, variables: { ...variables, QUERY_STRING: `${id}`, REQUEST_URI: `/?${id}` } }),
      )
    while (gates.size < 3) await sleep(5)
    for (const id of [3, 1, 2]) {
      gates.get(String(id))?.resolve(text(`answer ${id}`))
      expect((await client.response(id)).stdout).toMatch(new RegExp(`answer ${id}$`))
    }
  })

  it('FCGI-31: a multiplexed request that does not read its body does not stop the others', async () => {
    const slow = Promise.withResolvers<Response>()
    const { client } = await start((context) => (context.method === 'POST' ? slow.promise : text('Hello')), { multiplex: true })
    client.send(requestRecords({ requestId: 2, keepConnection: true, variables: { ...variables, REQUEST_METHOD: 'POST' }, stdin: null }))
    client.send(requestRecords({ requestId: 3, keepConnection: true, variables: { ...variables, REQUEST_METHOD: 'POST' }, stdin: null }))
    client.send(encodeStream(recordType.stdin, 2, new Uint8Array(2_000_000)))
    expect((await client.request({ requestId: 1, keepConnection: true })).stdout).toBe(helloHead)
    slow.resolve(text('Hello'))
    expect((await client.response(2)).stdout).toBe(helloHead)
  })

  it('FCGI-31: a multiplexed request that fails leaves the others whole, and the peer sees it', async () => {
    const gate = Promise.withResolvers<Response>()
    const { client } = await start(
      (context) => (context.query === 'bad' ? text('short', { headers: { 'content-length': '10' } }) : gate.promise),
      { multiplex: true },
    )
    client.send(requestRecords({ requestId: 1, keepConnection: true }))
    client.send(
      requestRecords({ requestId: 2, keepConnection: true, variables: { ...variables, QUERY_STRING: 'bad', REQUEST_URI: '/?bad' } }),
    )
    await client.until(() => client.records.some(({ requestId }) => requestId === 2), 'output of the bad one')
    gate.resolve(text('Hello'))
    expect((await client.response(1)).stdout).toBe(helloHead)
    expect((await client.response(2)).end).toBeUndefined()
  })

  it('FCGI-32: params that do not end are answered with 408', async () => {
    const { client } = await start(hello, { multiplex: true, timeouts: { header: 100 } })
    client.send(encodeBeginRequest(1, { role: role.responder, keepConnection: true }))
    expect((await client.response(1)).stdout).toMatch(/^Status: 408 /)
    expect((await client.request({ requestId: 2 })).stdout).toBe(helloHead)
  })

  it('timeouts.body: a body that stops coming fails for its reader', async () => {
    const { client } = await start(echo, { timeouts: { body: 100 } })
    client.send(requestRecords({ ...post, stdin: null }))
    expect((await client.response()).stdout).toMatch(/^Status: 408 /)
  })

  it('timeouts.handler: an application that takes too long is answered for', async () => {
    const { client } = await start(() => new Promise(() => {}), { timeouts: { handler: 30 } })
    expect((await client.request()).stdout).toMatch(/^Status: 503 /)
  })

  it('timeouts.idle: an idle connection is closed', async () => {
    const { client } = await start(hello, { timeouts: { idle: 50 } })
    expect((await client.request({ keepConnection: true })).stdout).toBe(helloHead)
    await client.until(() => client.closed, 'close')
  })
})

describe('FCGI-40 to FCGI-42: roles', () => {
  const authorizer: RequestParts = {
    role: role.authorizer,
    stdin: null,
    variables: { ...variables, REQUEST_URI: '/private', HTTP_AUTHORIZATION: 'Basic x' },
  }

  it('FCGI-41: an authorizer that allows sets variables; everything else of its 200 is dropped', async () => {
    const { client } = await start((context) => {
      expect(context.gateway.role).toBe('authorizer')
      return allow({ AUTH_METHOD: 'gate', remote_user: 'ada' })
    })
    expect((await client.request(authorizer)).stdout).toBe(
      'Status: 200 OK\r\nVariable-AUTH_METHOD: gate\r\nVariable-REMOTE_USER: ada\r\n\r\n',
    )
  })

  it('FCGI-41: an authorizer sets variables in UTF-8', async () => {
    const { client } = await start(() => allow({ REMOTE_USER: 'Zoë €' }))
    expect((await client.request(authorizer)).stdout).toContain(`Variable-REMOTE_USER: ${Buffer.from('Zoë €').toString('latin1')}\r\n`)
  })

  it('FCGI-41: the user that Apache wants checked is nobody yet, and his password is in no variable', async () => {
    const { client } = await start(({ client: who, headers, gateway }) => {
      const seen = {
        user: who.user,
        authorization: headers.get('authorization'),
        variables: JSON.stringify(gateway.variables).includes('sesame'),
      }
      return allow({ SEEN: JSON.stringify(seen) })
    })
    const claimed = { ...variables, REMOTE_USER: 'ann', REMOTE_PASSWD: 'sesame', AUTH_TYPE: 'Basic' }
    const { stdout } = await client.request({ ...authorizer, variables: claimed })
    expect(stdout).toContain(`Variable-SEEN: ${JSON.stringify({ authorization: `Basic ${btoa('ann:sesame')}`, variables: false })}`)
  })

  it('FCGI-41: an authorizer needs no STDIN, and its refusal goes to the client', async () => {
    const { client } = await start(() => text('no', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }))
    expect((await client.request({ ...authorizer, variables: { ...variables, CONTENT_LENGTH: '10' } })).stdout).toMatch(
      /^Status: 401 Unauthorized\r\n.*Basic realm="x"[^]*no$/,
    )
  })

  const filtered = { ...variables, FCGI_DATA_LENGTH: '4', FCGI_DATA_LAST_MOD: '1700000000', REQUEST_METHOD: 'POST', CONTENT_LENGTH: '3' }

  it('FCGI-42: a filter gets the file, and writes only after STDIN has ended', async () => {
    const { client } = await start(async (context) => {
      const { data } = context.gateway
      let file = ''
      for await (const chunk of data?.stream ?? []) file += Buffer.from(chunk)
      return text(`${data?.length} ${data?.lastModified} ${file.toUpperCase()}`)
    })
    client.send(requestRecords({ role: role.filter, variables: filtered, stdin: null }))
    client.send(encodeStream(recordType.data, 1, Buffer.from('file')), encodeRecord(recordType.data, 1))
    await sleep(30)
    expect(client.records).toEqual([])
    client.send(encodeStream(recordType.stdin, 1, Buffer.from('abc')), encodeRecord(recordType.stdin, 1))
    expect((await client.response()).stdout).toMatch(/4 1700000000 FILE$/)
  })

  it('FCGI-42: a file shorter than FCGI_DATA_LENGTH fails for its reader', async () => {
    const { client } = await start(async (context) => {
      for await (const chunk of context.gateway.data?.stream ?? []) expect(chunk.byteLength).toBe(2)
      return text('never')
    })
    client.send(
      requestRecords({ role: role.filter, variables: filtered, stdin: 'abc' }),
      encodeStream(recordType.data, 1, Buffer.from('fi')),
      encodeRecord(recordType.data, 1),
    )
    expect((await client.response()).stdout).toMatch(/^Status: 400 /)
  })

  it('FCGI-42: a filter without FCGI_DATA_LENGTH is a bad request', async () => {
    const { client } = await start(hello)
    expect((await client.request({ role: role.filter })).stdout).toMatch(/^Status: 400 /)
  })
})

describe('close', () => {
  it('FCGI-04: lets requests under way end, answers new ones with OVERLOADED, and waits for waitUntil', async () => {
    const gate = Promise.withResolvers<Response>()
    const work = Promise.withResolvers<void>()
    const {
      client,
      connect: more,
      server,
    } = await start((context) => {
      context.waitUntil(work.promise)
      return gate.promise
    })
    const idle = await more()
    client.send(requestRecords({ keepConnection: true }))
    await sleep(20)
    let isClosed = false
    const closing = server.close().then(() => (isClosed = true))
    await idle.until(() => idle.closed, 'close of an idle connection')
    await expect(more()).rejects.toThrow('ECONNREFUSED')
    gate.resolve(text('Hello'))
    expect((await client.response()).stdout).toBe(helloHead)
    await client.until(() => client.closed, 'close')
    await sleep(20)
    expect(isClosed).toBe(false)
    work.resolve()
    await closing
  })

  it('cuts what is left after the grace', async () => {
    const { client, server } = await start(() => new Promise(() => {}))
    client.send(requestRecords())
    await sleep(20)
    await server.close({ grace: 50 })
    expect(await client.response()).toMatchObject({ stdout: '', end: undefined })
  })
})

describe('hostile bytes', () => {
  it('never crash the server, whatever they are', async () => {
    const { connect: more } = await start(hello)
    const record = fc.record({
      type: fc.integer({ min: 0, max: 13 }),
      id: fc.integer({ min: 0, max: 3 }),
      content: fc.uint8Array({ maxLength: 40 }),
    })
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(record, { maxLength: 12 })
        .map((records) => Buffer.concat(records.map(({ type, id, content }) => encodeRecord(type, id, content)))),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const hostile = await more()
        hostile.send(sent)
        hostile.socket.end()
        const client = await more()
        expect((await client.request()).stdout).toBe(helloHead)
        hostile.socket.destroy()
      }),
      { numRuns: 200 },
    )
  })

  it('leave the server usable when a peer resets', async () => {
    const { connect: more } = await start(() => text('x'.repeat(1_000_000)))
    for (let round = 0; round < 20; round++) {
      const client = await more()
      client.send(requestRecords({ keepConnection: true }))
      if (round % 2) await turn()
      client.socket.resetAndDestroy()
    }
    const client = await more()
    expect((await client.request()).stdout.length).toBeGreaterThan(1_000_000)
  })

  it('are refused when the peer speaks HTTP', async () => {
    const { server } = await start(hello)
    const socket = connect(portOf(server.address), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await new Promise((resolve) => socket.on('close', resolve))
    expect(errors[0]?.message).toMatch(/record version 71, expected 1/)
  })
})

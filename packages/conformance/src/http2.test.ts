import { once } from 'node:events'
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2'
import { connect } from 'node:net'
import { http2 } from './http2.ts'
import type { Field } from './field.ts'
import { headOf, type PeerRequest } from './peer-request.ts'
import { Receiver } from './receiver.ts'

type Answer = (stream: ServerHttp2Stream, raw: string[]) => void

let server: Http2Server

afterEach(() => {
  server.close()
})

/** What the driver makes of a server that does this with each stream. */
async function answeredBy(answer: Answer, request: PeerRequest = {}) {
  server = createServer().on('stream', (stream, _headers, _flags, raw) => {
    stream.on('error', () => stream.destroy())
    answer(stream, raw)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const connection = await http2(() => connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')).connect()
  const receiver = new Receiver(request.method ?? 'GET')
  const sending = connection.open(headOf(request), receiver)
  await sending.end()
  const { status, fields, trailers, interim, body, end } = await receiver.response()
  connection.close()
  return { status, fields, trailers, interim, end, body: Buffer.from(body).toString() }
}

describe('http2', () => {
  it('reads interim responses, fields byte for byte, the body and trailer fields', async () => {
    const answer: Answer = (stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' })
      stream.respond({ ':status': 201, 'x-bytes': 'caf\xe9', 'set-cookie': ['a=1', 'b=2'] }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '5' }))
      stream.end('hello')
    }
    const response = await answeredBy(answer)
    expect(response).toMatchObject({ status: 201, end: 'complete', body: 'hello', trailers: [['x-sum', '5']] })
    expect(response.interim).toEqual([{ status: 103, fields: [['link', '</a>']] }])
    expect(response.fields).toEqual(
      expect.arrayContaining([
        ['x-bytes', 'caf\xe9'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ]),
    )
  })

  it('sends target and fields byte for byte, whatever their name', async () => {
    const fields: Field[] = [
      ['X-Bytes', 'caf\xe9'],
      ['__proto__', 'x'],
      ['cookie', 'a=1'],
      ['cookie', 'b=2'],
    ]
    let seen: string[] = []
    const answer: Answer = (stream, raw) => {
      seen = raw
      stream.respond({}, { endStream: true })
    }
    await answeredBy(answer, { target: '/\xe9?x', fields, method: 'POST', body: [], length: '0' })
    const sent = [
      ':method',
      'POST',
      ':path',
      '/\xe9?x',
      ':scheme',
      'http',
      ':authority',
      'conformance.test',
      'x-bytes',
      'caf\xe9',
      '__proto__',
      'x',
    ]
    expect(seen).toEqual([...sent, 'cookie', 'a=1', 'cookie', 'b=2', 'content-length', '0'])
  })

  test.each<[string, Answer]>([
    ['a stream that is reset', (stream) => stream.respond() ?? stream.write('some', () => stream.destroy(new Error('on purpose')))],
    ['a session that is gone', (stream) => stream.session?.destroy()],
    ['less than the content-length', (stream) => stream.respond({ 'content-length': 5 }) ?? stream.end('hell')],
  ])('takes %s for broken', async (_, answer) => {
    expect(await answeredBy(answer)).toMatchObject({ end: 'broken' })
  })
})

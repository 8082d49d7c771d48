import { encodeEndRequest, encodeRecord, recordType } from '@gangway/wire'
import { once } from 'node:events'
import { createServer, connect, type Server } from 'node:net'
import { fastcgi, type FastcgiOptions } from './fastcgi.ts'
import { headOf } from './peer-request.ts'
import { Receiver } from './receiver.ts'

const { stdout, stderr } = recordType
const head = 'Status: 200 OK\r\nContent-Length: 5\r\n\r\n'
const out = (text: string, id = 1) => encodeRecord(stdout, id, Buffer.from(text))
const endOfOut = encodeRecord(stdout, 1)
const end = encodeEndRequest(1)
const servers: Server[] = []

afterAll(() => {
  for (const server of servers) server.close()
})

/** What the driver makes of an application that answers with these bytes, whatever it is asked. */
async function answeredWith(records: readonly Uint8Array[], options: FastcgiOptions = {}, stays = false) {
  const server = createServer((socket) => {
    socket.once('data', () => (stays ? socket.write(Buffer.concat(records)) : socket.end(Buffer.concat(records))))
    socket.on('error', () => socket.destroy())
  })
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const connection = await fastcgi(() => connect(port, '127.0.0.1'), options).connect()
  const receiver = new Receiver('GET')
  connection.open(headOf({}), receiver)
  const { status, body, log, end: ending } = await receiver.response()
  await new Promise((resolve) => setImmediate(resolve))
  connection.close()
  return { status, body: Buffer.from(body).toString(), log, end: ending, faults: receiver.faults }
}

describe('fastcgi', () => {
  it('reads a response from records of any size, with what is meant for the log', async () => {
    const records = [
      out('Status: 201 Made\r'),
      encodeRecord(stderr, 1, Buffer.from('a line')),
      out('\nContent-Length: 5\r\n\r\nhe'),
      out('llo'),
      endOfOut,
      end,
    ]
    expect(await answeredWith(records)).toEqual({ status: 201, body: 'hello', log: 'a line', end: 'complete', faults: [] })
  })

  it('reads heads of interim responses', async () => {
    const records = [out(`Status: 103 Early Hints\r\nLink: </a>\r\n\r\n${head}hello`), endOfOut, end]
    expect(await answeredWith(records)).toMatchObject({ status: 200, body: 'hello', end: 'complete', faults: [] })
  })

  it('takes a kept connection for whole at END_REQUEST', async () => {
    expect(await answeredWith([out(`${head}hello`), endOfOut, end], { keepConnection: true }, true)).toMatchObject({
      end: 'complete',
      faults: [],
    })
  })

  test.each([
    ['no END_REQUEST', [out(`${head}hello`), endOfOut]],
    ['less than the content-length', [out(`${head}hell`), endOfOut, end]],
    ['nothing', []],
    ['END_REQUEST alone', [endOfOut, end]],
    ['half a head', [out('Status: 200 OK\r\n'), endOfOut, end]],
  ])('takes %s for broken', async (_, records) => {
    expect(await answeredWith(records)).toMatchObject({ end: 'broken' })
  })

  test.each([
    ['END_REQUEST twice', [out(`${head}hello`), endOfOut, end, end], 'a record of type 3 after END_REQUEST'],
    ['STDOUT that is not ended', [out(`${head}hello`), end], 'END_REQUEST before the end of STDOUT'],
    ['STDOUT after its end', [out(head), endOfOut, out('hello'), endOfOut, end], 'STDOUT after its end'],
    ['another request', [out(head, 2), out(`${head}hello`), endOfOut, end], 'a record for request 2'],
    [
      'a record that nobody asked for',
      [encodeRecord(recordType.getValuesResult, 1), out(`${head}hello`), endOfOut, end],
      'a record of type 10',
    ],
    ['a refusal', [endOfOut, encodeEndRequest(1, 0, 3)], 'END_REQUEST with protocol status 3'],
    ['another version', [Buffer.from([2, 6, 0, 1, 0, 0, 0, 0])], 'wire: record version 2, expected 1 (FastCGI §3.3)'],
    ['an HTTP head', [out('HTTP/1.1 200 OK\r\n\r\n'), endOfOut, end], 'an HTTP status line where a CGI head is due'],
    ['a local redirect', [out('Location: /elsewhere\r\n\r\n'), endOfOut, end], 'a local redirect to /elsewhere'],
    [
      'a field without a colon',
      [out('Status 200\r\n\r\n'), endOfOut, end],
      'wire: the line "Status 200", expected a name and a colon (RFC 3875 §6.3)',
    ],
  ])('finds fault with %s', async (_, records, fault) => {
    const { faults } = await answeredWith(records)
    expect(faults).toContain(fault)
  })
})

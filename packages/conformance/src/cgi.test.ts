import { cgi, type CgiOptions } from './cgi.ts'
import { headOf, type PeerRequest } from './peer-request.ts'
import { Receiver } from './receiver.ts'

/** What the driver makes of a program, here a line for a shell. */
async function answeredBy(script: string, request: PeerRequest = {}, options: Partial<CgiOptions> = {}) {
  const connection = await cgi({ command: ['/bin/sh', '-c', script], ...options }).connect()
  const receiver = new Receiver(request.method ?? 'GET')
  connection.open(headOf(request), receiver)
  const { status, body, log, end, reason } = await receiver.response()
  return { status, end, reason, log, body: Buffer.from(body).toString('latin1'), faults: receiver.faults }
}

const answer = (body: string) => String.raw`printf 'Status: 200 OK\r\n\r\n'; ${body}`

describe('cgi', () => {
  it('reads what a program writes, and its errors for the log', async () => {
    expect(await answeredBy(answer('printf hello; echo a line >&2'))).toEqual({
      status: 200,
      end: 'complete',
      reason: '',
      log: 'a line\n',
      body: 'hello',
      faults: [],
    })
  })

  it('hands over variables byte for byte', async () => {
    const value = 'caf\xe9 \xff\x80 $(echo "not") `run` \'%s\' \\'
    const { body } = await answeredBy(answer('printf %s "$HTTP_X_VALUE"'), { fields: [['x-value', value]] })
    expect(body).toBe(value)
  })

  it('keeps the variables of a request it is itself part of from the program', async () => {
    const env = { ...process.env, HTTP_X_INHERITED: 'a', REQUEST_METHOD: 'DELETE' }
    expect((await answeredBy(answer('printf %s "$HTTP_X_INHERITED$REQUEST_METHOD"'), {}, { env })).body).toBe('GET')
  })

  it('hands the body over as it is', async () => {
    const connection = await cgi({ command: ['/bin/sh', '-c', answer('cat; printf %s "$CONTENT_LENGTH"')] }).connect()
    const receiver = new Receiver('POST')
    const sending = connection.open(headOf({ method: 'POST', body: 'hello ' }), receiver)
    await sending.write(Buffer.from('hello '))
    await sending.end()
    expect(Buffer.from((await receiver.response()).body).toString()).toBe('hello 6')
  })

  test.each([
    ['a program that fails', answer('printf hello; exit 3'), 'the program ended with 3'],
    ['a program that is killed', answer('kill -9 $$'), 'the program ended with SIGKILL'],
    ['a program that says nothing', 'true', 'there was no head'],
    ['a program that cannot be started', 'exec /no/such/program', 'the program ended with 127'],
    ['less than the content-length', String.raw`printf 'Content-Length: 5\r\n\r\nhell'`, '4 bytes of a content-length of 5'],
  ])('takes %s for broken', async (_, script, reason) => {
    expect(await answeredBy(script)).toMatchObject({ end: 'broken', reason })
  })

  test.each([
    ['a head without fields', String.raw`printf '\r\nhello'`, 'wire: an empty head, expected at least one field (RFC 3875 §6.3)'],
    [
      'a log line before the head',
      String.raw`echo starting; printf 'Status: 200 OK\r\n\r\n'`,
      'wire: the line "starting", expected a name and a colon (RFC 3875 §6.3)',
    ],
    ['an HTTP head', String.raw`printf 'HTTP/1.1 200 OK\r\n\r\n'`, 'an HTTP status line where a CGI head is due'],
    ['a local redirect', String.raw`printf 'Location: /elsewhere\r\n\r\n'`, 'a local redirect to /elsewhere'],
    ['a body after a 204', String.raw`printf 'Status: 204 No Content\r\n\r\nbody'`, '4 bytes of body after the head of a 204 to GET'],
  ])('finds fault with %s', async (_, script, fault) => {
    expect((await answeredBy(script)).faults).toEqual([fault])
  })

  it('gives a program one socket for input and output, as mod_cgid does', async () => {
    const script = "process.stdin.on('data', (bytes) => process.stdout.write('Status: 200 OK\\r\\n\\r\\n' + bytes))"
    const connection = await cgi({ command: [process.execPath, '-e', script], descriptors: 'socket' }).connect()
    const receiver = new Receiver('POST')
    const sending = connection.open(headOf({ method: 'POST', body: 'hello' }), receiver)
    await sending.write(Buffer.from('hello'))
    await sending.end()
    const { body, end } = await receiver.response()
    expect([end, Buffer.from(body).toString()]).toEqual(['complete', 'hello'])
  })

  it('sees a response broken by a program that leaves its input unread on that socket', async () => {
    const script = "setTimeout(() => process.stdout.write('Status: 200 OK\\r\\n\\r\\nhello', () => process.exit()), 50)"
    const connection = await cgi({ command: [process.execPath, '-e', script], descriptors: 'socket' }).connect()
    const receiver = new Receiver('POST')
    const sending = connection.open(headOf({ method: 'POST', body: 'unread' }), receiver)
    await sending.write(Buffer.from('unread'))
    await sending.end()
    expect(await receiver.response()).toMatchObject({ end: 'broken', reason: 'read ECONNRESET' })
  })

  it('reads the HTTP response of a program that writes its own (CGI-30)', async () => {
    const script = String.raw`printf 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%s' "$SCRIPT_FILENAME"`
    expect(await answeredBy(script, {}, { nonParsed: true })).toMatchObject({ status: 200, end: 'complete', body: '/srv/nph-conformance' })
  })
})

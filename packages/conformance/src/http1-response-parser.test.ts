import { Http1ResponseParser } from './http1-response-parser.ts'
import { Receiver } from './receiver.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

/** Reads a response from a connection that the server then ends, in one piece or byte by byte. */
async function read(text: string, { method = 'GET', byByte = false, reason }: { method?: string; byByte?: boolean; reason?: string } = {}) {
  const receiver = new Receiver(method)
  const parser = new Http1ResponseParser()
  parser.expect(receiver)
  for (const piece of byByte ? text.split('') : [text]) parser.push(bytes(piece))
  const { reusable } = parser
  parser.close(reason)
  const { status, statusText, fields, body, trailers, end, interim } = await receiver.response()
  return {
    status,
    statusText,
    fields,
    trailers,
    end,
    interim,
    reusable,
    body: Buffer.from(body).toString('latin1'),
    faults: receiver.faults,
  }
}

const whole = { status: 200, statusText: 'OK', end: 'complete', interim: [], trailers: [], reusable: true, faults: [] }

describe('Http1ResponseParser', () => {
  test.each([
    ['a body with its length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', { fields: [['content-length', '5']], body: 'hello' }],
    ['an empty body', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', { fields: [['content-length', '0']], body: '' }],
    [
      'chunks, with an extension and trailer fields',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-Sum:  15 \r\n\r\n',
      { fields: [['transfer-encoding', 'chunked']], body: 'hello0123456789', trailers: [['x-sum', '15']] },
    ],
    [
      'a body that ends with the connection',
      'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello',
      { fields: [['connection', 'close']], body: 'hello', reusable: false },
    ],
    [
      'interim responses',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx',
      {
        interim: [
          { status: 100, fields: [] },
          { status: 103, fields: [['link', '</a>']] },
        ],
        fields: [['content-length', '1']],
        body: 'x',
      },
    ],
    [
      'no reason, and bytes in a field',
      'HTTP/1.1 404 \r\nX: caf\xe9\r\nContent-Length: 0\r\n\r\n',
      {
        status: 404,
        statusText: '',
        fields: [
          ['x', 'caf\xe9'],
          ['content-length', '0'],
        ],
        body: '',
      },
    ],
    [
      'HTTP/1.0, which closes',
      'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx',
      { fields: [['content-length', '1']], body: 'x', reusable: false },
    ],
  ])('reads %s, whole and byte by byte', async (_, text, expected) => {
    expect(await read(text)).toEqual({ ...whole, ...expected })
    expect(await read(text, { byByte: true })).toEqual({ ...whole, ...expected })
  })

  test.each([
    ['204', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['304 with a length', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'],
    ['HEAD with a length', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'],
    ['HEAD with chunks announced', 'HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ])('expects no body after a %s', async (_, method, text) => {
    expect(await read(text, { method })).toMatchObject({ end: 'complete', body: '', faults: [], reusable: true })
  })

  test.each([
    ['nothing at all', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['something else', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
    ['a bare line feed in the head', 'HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n'],
    ['a folded field', 'HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 0\r\n\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello'],
    ['less than its length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell'],
    ['chunks without their end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['chunks without the last line', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n'],
    ['a chunk longer than its size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n'],
    ['a chunk size that is no number', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n'],
  ])('takes %s for broken', async (_, text) => {
    expect(await read(text)).toMatchObject({ end: 'broken' })
  })

  it('takes a body for broken that a reset ends', async () => {
    expect(await read('HTTP/1.1 200 OK\r\n\r\nhello', { reason: 'ECONNRESET' })).toMatchObject({ end: 'broken', body: 'hello' })
  })

  test.each([
    [
      'length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'content-length and transfer-encoding in one response',
    ],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx', 'more than one content-length'],
    ['chunks of a 204', 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n', 'a transfer-encoding where there must be none'],
    [
      'chunks to HTTP/1.0',
      'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'a transfer-encoding where there must be none',
    ],
    ['a body of a 204', 'HTTP/1.1 204 No Content\r\n\r\nbody', '4 bytes after the end: "body"'],
    ['more than the length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxy', '1 bytes after the end: "y"'],
  ])('finds fault with %s', async (_, text, fault) => {
    expect((await read(text)).faults).toEqual([fault])
  })
})

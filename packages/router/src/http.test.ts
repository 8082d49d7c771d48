import { once } from 'node:events'
import { connect } from 'node:net'
import { json, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { router } from './router.ts'

async function lines(app: Application, ...requestLines: string[]): Promise<string[]> {
  await using server = await serve(app, { listen: '127.0.0.1:0' })
  const { port } = server.address as { port: number }
  const answers: string[] = []
  for (const line of requestLines) {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1')
    socket.end(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    let answer = ''
    socket.on('data', (text: string) => {
      answer += text
    })
    await once(socket, 'close')
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    const allowed = /^(?:allow|location): (.*)$/im.exec(head)?.[1]
    answers.push([head.split(' ')[1], allowed, body.trim()].filter(Boolean).join(' '))
  }
  return answers
}

describe('router over HTTP', () => {
  it('keeps what the request line says', async () => {
    const say: Application = (context) =>
      json({ mount: context.mount, path: context.path, ...('params' in context && { params: context.params }) })
    const inner = router().get('/:name', say)
    const app = lint()(router().get('/pages/:name', say).mount('/in', inner))
    const asked = [
      'GET /pages/a%2Fb',
      'GET /pages/%2e%2e%2fb',
      'GET /pages/x/../y',
      'GET /pages/%2e%2e/y',
      'HEAD /pages/a',
      'OPTIONS /pages/a',
      'OPTIONS *',
      'DELETE /pages/a',
      'GET /in/%25%2F',
      'GET /in//',
      'GET //pages/a',
      'GET /pages/a/?q',
    ]
    expect(await lines(app, ...asked)).toEqual([
      '200 {"mount":"","path":"/pages/a%2Fb","params":{"name":"a/b"}}',
      '200 {"mount":"","path":"/pages/%2e%2e%2fb","params":{"name":"../b"}}',
      '200 {"mount":"","path":"/pages/y","params":{"name":"y"}}',
      '404 Not Found',
      '200',
      '204 GET, HEAD, OPTIONS',
      '204 GET, HEAD, OPTIONS',
      '405 GET, HEAD, OPTIONS Method Not Allowed',
      '200 {"mount":"/in","path":"/%25%2F","params":{"name":"%/"}}',
      '404 Not Found',
      '404 Not Found',
      '308 /pages/a?q',
    ])
  })
})

import { request } from 'node:http'
import { freePort, startExample } from '../../../scripts/readme-example.js'

function pageAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ port, path: '/a<b>', host: '127.0.0.1' }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += String(chunk)))
      response.on('end', () => resolve(body))
    })
      .on('error', reject)
      .end()
  })
}

describe('README', () => {
  it('has an example that serves', async () => {
    const port = await freePort()
    await using example = await startExample(new URL('../README.md', import.meta.url), {
      env: { PORT: String(port) },
      line: 'listening on',
      port,
    })
    expect(await pageAt(port)).toBe('<p>GET /a%3Cb%3E from 127.0.0.1</p>')
    expect((await example.stop()).exitCode).toBe(0)
  })
})

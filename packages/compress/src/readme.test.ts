import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { freePort, startExample } from '../../../scripts/readme-example.js'
import { decodedSoFar } from '../../../test/src/decoded.ts'

test('the example of the README compresses pages, events as they come, and reads what is compressed', async () => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  await using _ = await startExample(new URL('../README.md', import.meta.url), { port, env: { PORT: String(port) } })

  const page = await fetch(origin, { headers: { 'accept-encoding': 'br' } })
  expect(page.headers.get('content-encoding')).toBe('br')
  expect(await page.text()).toContain('<li>Entry 99</li>')

  const length = await fetch(`${origin}/length`, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync('x'.repeat(5000)),
  })
  expect(await length.text()).toBe('<p>You sent 5000 characters.</p>')

  const request = get(`${origin}/ticks`, { headers: { 'accept-encoding': 'gzip' } })
  const [ticks]: IncomingMessage[] = await once(request, 'response')
  const received: Buffer[] = []
  for await (const chunk of ticks ?? []) {
    received.push(chunk)
    if (decodedSoFar('gzip', Buffer.concat(received)).includes('tick 2')) break
  }
  expect(decodedSoFar('gzip', Buffer.concat(received)).toString()).toBe('data: tick 1\n\ndata: tick 2\n\n')
  request.destroy()
})

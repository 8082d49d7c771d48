import { freePort, startExample } from './readme-example.js'

test('the example of the README answers', async () => {
  const port = await freePort()
  await using example = await startExample(new URL('../README.md', import.meta.url), { port, env: { PORT: String(port) } })
  const response = await fetch(`http://127.0.0.1:${port}/a&b`)
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await response.text()).toBe('<p>You asked for /a&amp;b.</p>')
  expect((await example.stop()).stderr).toBe('')
})

import { startExample } from '../../../scripts/readme-example.js'

it('the README listens where it is told, and ends on SIGTERM', async () => {
  const example = await startExample(new URL('../README.md', import.meta.url), {
    line: /listening on (http:\S+)/,
    env: { LISTEN: '127.0.0.1:0' },
  })
  const response = await fetch(example.match?.[1] ?? '')
  expect(await response.text()).toBe('Hello\n')
  expect(await example.stop()).toMatchObject({ stderr: '' })
})

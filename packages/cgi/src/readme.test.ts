import { runExample } from '../../../scripts/readme-example.js'
import { compileCache } from '../test/compile-cache.ts'

it('the README has a whole program', async () => {
  const env = { ...compileCache, REQUEST_METHOD: 'GET', REQUEST_URI: '/' }
  const { stdout, stderr, exitCode } = await runExample(new URL('../README.md', import.meta.url), { env })
  expect(stdout).toBe('Status: 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 12\r\n\r\nHello World!')
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
})

import { readFileSync } from 'node:fs'
import { runExample } from '../../../scripts/readme-example.js'

const readme = new URL('../README.md', import.meta.url)

it('the README shows what its example prints', async () => {
  const { stdout, stderr, exitCode } = await runExample(readme)
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toContain("LINT-352 { party: 'middleware', outside: 'outer', inside: 'inner' }")
  const message = stdout.slice(stdout.indexOf('lint: ')).trim()
  expect(readFileSync(readme, 'utf8').replace(/\n/g, ' ')).toContain(message)
})

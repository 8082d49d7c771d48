import { runExample } from '../../../scripts/readme-example.js'

const readme = new URL('../README.md', import.meta.url)

describe('the example of the README', () => {
  it('runs the suite over an HTTP server, outside of a test runner', async () => {
    const { stdout, exitCode } = await runExample(readme)
    expect(stdout).toContain('passed: CGI-22 each Set-Cookie is a field of its own\n')
    expect(stdout).toContain('not applicable: more of a body than its length is not part of it (surplus)\n')
    expect(stdout.split('\n').filter((line) => line.startsWith('failed'))).toEqual([])
    expect(exitCode).toBe(0)
  })

  it('runs the cases that are asked for', async () => {
    const { stdout } = await runExample(readme, { args: ['several Cookie fields'] })
    expect(stdout).toBe('passed: several Cookie fields are joined with semicolons\n')
  })
})

import { runExample } from '../../../scripts/readme-example.js'

describe('README', () => {
  it('has an example that runs', async () => {
    const { stdout, stderr, exitCode } = await runExample(new URL('../README.md', import.meta.url))
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: 'host example.org x-color blue\n200 Hello\n', stderr: '', exitCode: 0 })
  })
})

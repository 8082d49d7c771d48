import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('lists where a user is signed in', async () => {
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url), { env: { NODE_NO_WARNINGS: '1' } })
    expect(stderr).toBe('')
    expect(stdout).toBe('ann is signed in on her phone\n')
  })
})

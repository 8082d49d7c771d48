import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('finds a user by name and password', async () => {
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url))
    expect(stderr).toBe('')
    expect(stdout).toBe("{ id: 'ann', roles: [ 'admin' ] }\n")
  })
})

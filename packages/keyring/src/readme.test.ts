import { runExample } from '../../../scripts/readme-example.js'

const secrets = 'autumn:a-secret-of-32-bytes-0123456789- spring:b-secret-of-32-bytes-0123456789-'

describe('the example of the README', () => {
  it('signs with the newest secret and verifies what an older one signed', async () => {
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url), { env: { SECRETS: secrets } })
    expect(stderr).toBe('')
    expect(stdout).toBe('signed by autumn\nverified: true\nverified: false\n')
  })
})

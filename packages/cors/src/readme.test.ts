import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('lets the named origin read, and no other', async () => {
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url))
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      'GET 200 https://app.example.org',
      'GET 200 null',
      'OPTIONS 204 https://app.example.org',
      'OPTIONS 403 null',
      '',
    ])
  })
})

import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('takes what our own pages send, and an old browser’s form with its token', async () => {
    const env = { SECRET: 'a-secret-of-32-bytes-0123456789-' }
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url), { env })
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      'our own page: 200 Saved',
      'another site: 403 csrf: this request was made by a page of another site',
      'an old browser: 403 csrf: this request has no valid token; load the page again, then send its form',
      'an old browser with the token: 200 Saved',
      '',
    ])
  })
})

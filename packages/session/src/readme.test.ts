import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('counts visits, signs in and shows the flash once', async () => {
    const env = { SESSION_SECRET: 'a-secret-of-32-bytes-0123456789-' }
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url), { env })
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      '200 <p>Hello, stranger: visit 1</p>',
      '302 ',
      '200 <p>Welcome, ann: visit 2</p>',
      '200 <p>Hello, ann: visit 3</p>',
      '',
    ])
  })
})

import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('reaches each of the limits', async () => {
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url))
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      '200 Saved ("default";r=2;t=20)',
      '413 limit: the body has more than 1000 bytes',
      '503 limit: no answer within 50 ms',
      expect.stringMatching(/^429 limit: too many requests; try again in \d+ seconds$/),
      '',
    ])
  })
})

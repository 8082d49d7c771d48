import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('takes a form with a file, and says what is wrong', async () => {
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url))
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      '200 <p>“Cats” by ann, with cat.txt (4 bytes): meow</p>',
      '422 <p>title: may not be empty</p>',
      '413 form: there are more than 2 files',
      '',
    ])
  })
})

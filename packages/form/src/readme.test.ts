import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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

describe('the comparison of the README', () => {
  it('is what comes out when it is run: we refuse what others take, and get right what others do not', () => {
    const script = fileURLToPath(new URL('../../../test/src/form-comparison.ts', import.meta.url))
    const printed = execFileSync(process.execPath, [script], { encoding: 'utf8' })
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(`\`\`\`text\n${printed}\`\`\``)
    const ours = printed
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/).at(-1))
    expect(ours).toEqual(['@gangway/form', ...Array(7).fill('refuses'), ...Array(5).fill('right')])
  })
})

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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

describe('the comparison of the README', () => {
  it('is what comes out when it is run: express-session keeps one key of ten, every store of ours all', () => {
    const script = fileURLToPath(new URL('../../../test/src/session-comparison.ts', import.meta.url))
    const printed = execFileSync(process.execPath, [script], { encoding: 'utf8' })
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(`\`\`\`text\n${printed}\`\`\``)
    expect(printed.match(/\d+$/gm)).toEqual(['1', '10', '10', '10', '10'])
  })
})

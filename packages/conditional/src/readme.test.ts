import { readFileSync } from 'node:fs'
import { runExample } from '../../../scripts/readme-example.js'

const readme = new URL('../README.md', import.meta.url)

describe('the example of the README', () => {
  it('prints what the README says', async () => {
    const { stdout, stderr } = await runExample(readme)
    expect(stderr).toBe('')
    expect(readFileSync(readme, 'utf8')).toContain(`It prints\n\n\`\`\`\n${stdout}\`\`\`\n`)
    expect(stdout.split('\n')).toHaveLength(5)
  })
})

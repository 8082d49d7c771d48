import { readFileSync } from 'node:fs'
import { runExample } from '../../../scripts/readme-example.js'

describe('the example of the README', () => {
  it('prints what the README says', async () => {
    const readme = new URL('../README.md', import.meta.url)
    const { stdout, stderr } = await runExample(readme)
    expect(stderr).toBe('')
    const lines = stdout.split('\n').map((line) => line.trimEnd())
    expect(readFileSync(readme, 'utf8')).toContain(`\`\`\`text\n${lines.join('\n')}\`\`\``)
    expect(lines.map((line) => line.slice(0, 3))).toEqual(['200', '200', '200', '403', '401', ''])
  })
})

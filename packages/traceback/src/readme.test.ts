import { readFileSync } from 'node:fs'
import { runExample } from '../../../scripts/readme-example.js'

const readme = new URL('../README.md', import.meta.url)

describe('the example of the README', () => {
  it('prints the report that the README shows', async () => {
    const { stdout, stderr } = await runExample(readme)
    const shown = /^```text\n(.*?)^```$/ms.exec(readFileSync(readme, 'utf8'))?.[1]
    expect(stderr).toBe('')
    expect(shown).toBeDefined()
    expect(stdout.replace(/\([^()]*example\.ts/g, '(example.ts').startsWith(shown ?? 'nothing')).toBe(true)
  })
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const sourceImports = new URL('../../scripts/source-imports.js', import.meta.url).href

interface Example {
  name: string
  language: string
  code: string
  printed: string | undefined
}

// A block of a program, and the block right below it with what it prints.
function examplesOf(document: string): Example[] {
  const text = readFileSync(new URL(`../../docs/${document}`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/^```(js|ts)\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms)]
  return blocks.map(([, language = '', code = '', printed], index) => ({
    name: `${document}, program ${index + 1}`,
    language,
    code,
    printed,
  }))
}

const examples = ['guide.md', 'migrating.md'].flatMap(examplesOf)

describe('what the documents show', () => {
  const folder = mkdtempSync(fileURLToPath(new URL('.example-', import.meta.url)))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is not little', () => expect(examples.length).toBeGreaterThan(8))

  it.each(examples)('$name, prints what stands below it', ({ name, language, code, printed }) => {
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.${language}`)
    writeFileSync(file, code)
    const { stdout, stderr, status } = spawnSync(process.execPath, [`--import=${sourceImports}`, file], {
      encoding: 'utf8',
      timeout: 20_000,
      cwd: folder,
      env: { PATH: process.env.PATH },
    })
    expect({ stderr, status, stdout }).toEqual({ stderr: '', status: 0, stdout: printed ?? '' })
  })
})

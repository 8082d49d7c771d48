import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const sources = new URL('../../scripts/source-imports.js', import.meta.url).href
const library = fileURLToPath(new URL('../../packages/traceback/test/library/app.ts', import.meta.url))

let folder = ''
// Inside of this package, so that the bundle's imports resolve.
beforeAll(() => (folder = mkdtempSync(fileURLToPath(new URL('../.bundle-', import.meta.url)))))
afterAll(() => rmSync(folder, { recursive: true }))

function reportOf(options: { minify: boolean; inline: boolean }, flags: string[] = []): string {
  const outfile = join(folder, 'app.mjs')
  const sourcemap = options.inline ? 'inline' : true
  buildSync({
    entryPoints: [library],
    outfile,
    bundle: true,
    format: 'esm',
    external: ['@gangway/*'],
    sourcemap,
    minify: options.minify,
    logLevel: 'error',
  })
  const program = join(folder, 'program.mjs')
  writeFileSync(
    program,
    `import { contextFor } from '@gangway/gateway'
import { traceback } from '@gangway/traceback'
import { library } from './app.mjs'
const app = traceback({ display: true, root: ${JSON.stringify(folder)} })(library)
console.log(await (await app(contextFor('GET', '/beowulf', { log: () => {} }))).text())`,
  )
  return execFileSync(process.execPath, [...flags, `--import=${sources}`, program], { encoding: 'utf8' })
}

describe('traceback of a bundle (T6)', () => {
  it.each([
    ['as it is', { minify: false, inline: false }],
    ['with its map inside', { minify: false, inline: true }],
    ['made small', { minify: true, inline: false }],
  ])('%s shows the lines, the functions and the variables that were written', (_, options) => {
    const report = reportOf(options)
    expect(report).toMatch(/at nameOf \([^)]*card\.ts:13:39\)/)
    expect(report).toContain('▶ 13 │   const decade = decadeOf(book.author.born)')
    expect(report).toContain("book = { title: 'Beowulf', borrowedBy: ['ann', 'bob'] }")
    expect(report).toContain('book.author = undefined')
    expect(report).toContain("reader = { name: 'ann', password: [redacted] }")
  })

  it('is not mapped twice where Node maps stacks by itself', () => {
    const report = reportOf({ minify: true, inline: false }, ['--enable-source-maps'])
    expect(report).toMatch(/at nameOf \([^)]*card\.ts:13:39\)/)
    expect(report).toContain("book = { title: 'Beowulf', borrowedBy: ['ann', 'bob'] }")
  })
})

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldersIn } from './pages.ts'
import { makeSite } from './site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

describe('the site', () => {
  let folder: string
  let site: string
  beforeAll(async () => {
    folder = await mkdtemp(fileURLToPath(new URL('../.example-', import.meta.url)))
    // Dead links, and faults of docstrings, make this fail.
    site = await makeSite(root, folder)
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  const page = (path: string) => readFileSync(join(site, `${path}.html`), 'utf8')

  it('has the guides, and a page and a reference for each package', () => {
    expect(page('guide')).toContain('Getting started')
    for (const name of foldersIn(root, 'packages')) {
      expect(page(`packages/${name}`)).toContain('npm')
      expect(page(`reference/${name}`)).toContain('<h1')
    }
    expect(page('reference/http')).toContain('Milliseconds')
  })

  it('is searched without a network: the index is a file of its own, and no page loads anything from elsewhere', () => {
    const files = readdirSync(site, { recursive: true, encoding: 'utf8' })
    const [index = ''] = files.filter((name) => /localSearchIndex/.test(name))
    expect(readFileSync(join(site, index), 'utf8')).toContain('SessionStoreError')
    for (const name of files.filter((each) => each.endsWith('.html')))
      expect([name, readFileSync(join(site, name), 'utf8').match(/<(?:script|link|img)[^>]+(?:src|href)="https?:[^"]*"/g)]).toEqual([
        name,
        null,
      ])
  })
})

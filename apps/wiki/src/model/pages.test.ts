import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { editOf, temporaryPages } from '../../test/temporary-pages.ts'
import { openPages } from './pages.ts'

describe('openPages', () => {
  it('makes a new file with the first pages', async () => {
    using pages = await temporaryPages({ Home: 'hello', 'a/b': '' })
    expect(await pages.find('Home')).toEqual({
      title: 'Home',
      revision: 1,
      text: 'hello',
      markup: '<p>hello</p>\n',
      markupVersion: 1,
      savedAt: '2026-01-02T03:04:05.000Z',
    })
  })

  it('leaves the pages of a file that exists alone', async () => {
    using pages = await temporaryPages({ Home: 'hello' })
    await pages.save(await editOf('Home', 'changed', 1))
    const again = await openPages(pages.file, () => Promise.reject(new Error('asked for the first pages')))
    expect(await again.find('Home')).toMatchObject({ text: 'changed', revision: 2 })
    again.close()
  })

  it('leaves no half-made file behind when the first pages are wrong', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'wiki.sqlite')
    await expect(openPages(file, async () => [await editOf('A', 'a'), await editOf('\0', 'b')])).rejects.toThrow(TypeError)
    const pages = await openPages(file, async () => [await editOf('A', 'a')])
    expect(await pages.list()).toHaveLength(1)
    pages.close()
  })

  it('refuses a file of a later release', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'wiki.sqlite')
    const database = new DatabaseSync(file)
    database.exec('pragma user_version = 99')
    database.close()
    await expect(openPages(file, async () => [])).rejects.toThrow('the data file has version 99, this release knows 1')
  })
})

describe('Pages', () => {
  it('finds no page that nobody wrote', async () => {
    using pages = await temporaryPages({ Home: '' })
    expect(await pages.find('home')).toBeUndefined()
  })

  it('lists pages by title, whatever the case', async () => {
    using pages = await temporaryPages({ b: '', C: '', a: '', Ä: '' })
    expect((await pages.list()).map(({ title }) => title)).toEqual(['a', 'b', 'C', 'Ä'])
  })

  it('tells which titles have a page', async () => {
    using pages = await temporaryPages({ "a'b": '', '"]': '' })
    expect(await pages.existing(["a'b", '"]', 'c'])).toEqual(new Set(["a'b", '"]']))
  })

  it('keeps every revision', async () => {
    using pages = await temporaryPages({ A: 'one' })
    expect(await pages.save(await editOf('A', 'two', 1))).toEqual({ outcome: 'saved' })
    expect(revisionsIn(pages.file)).toEqual(['1 one', '2 two'])
  })

  it('saves nothing when nothing changed, however old the base is', async () => {
    using pages = await temporaryPages({ A: 'one' })
    expect(await pages.save(await editOf('A', 'one', 0))).toEqual({ outcome: 'unchanged' })
    expect(revisionsIn(pages.file)).toEqual(['1 one'])
  })

  test.each([
    ['an edit of a revision that is no longer the last', { A: 'theirs' }, 0],
    ['an edit of a revision yet to come', { A: 'theirs' }, 2],
  ])('does not lose what is saved to %s', async (_, texts, base) => {
    using pages = await temporaryPages(texts)
    expect(await pages.save(await editOf('A', 'mine', base))).toMatchObject({ outcome: 'conflict', page: { text: 'theirs', revision: 1 } })
    expect(revisionsIn(pages.file)).toEqual(['1 theirs'])
  })

  it('does not create a page by an edit of one that is gone', async () => {
    using pages = await temporaryPages()
    expect(await pages.save(await editOf('A', 'mine', 3))).toEqual({ outcome: 'conflict', page: undefined })
    expect(await pages.list()).toEqual([])
  })

  it.each([
    ['<script>alert(1)</script>', "'); drop table pages; --"],
    ['../../etc/passwd', '<script>'],
    ['入港', '😀'.repeat(50_000)],
  ])('keeps %s as it is', async (title, text) => {
    using pages = await temporaryPages()
    await pages.save({ title, text, base: 0, markup: text, markupVersion: 1 })
    expect(await pages.find(title)).toMatchObject({ title, text, markup: text, revision: 1 })
  })

  it.each([
    ['a NUL in the title', 'a\0', ''],
    ['a title of 10,000 characters', 'a'.repeat(10_000), ''],
    ['a title that is not normalised', ' a', ''],
    ['half a character', 'a', '\ud83d'],
  ])('refuses %s', async (_, title, text) => {
    using pages = await temporaryPages()
    await expect(pages.save({ title, text, base: 0, markup: '', markupVersion: 1 })).rejects.toThrow(TypeError)
    expect(await pages.list()).toEqual([])
  })
})

const sourceOfPages = new URL('./pages.ts', import.meta.url).href

describe('several processes over one file', () => {
  it('lose no edit', async () => {
    using pages = await temporaryPages({ A: 'first' })
    await Promise.all(['x', 'y', 'z'].map((name) => runProcess(writer, pages.file, name)))
    const words = (await pages.find('A'))?.text.split(' ') ?? []
    const expected = ['x', 'y', 'z'].flatMap((name) => Array.from({ length: 20 }, (_, index) => `${name}${index}`))
    expect(words.toSorted()).toEqual(['first', ...expected].toSorted())
    expect(revisionsIn(pages.file)).toHaveLength(61)
  })

  it('make one wiki when they start at the same moment', async () => {
    using folder = temporaryFolder()
    const start = String(Date.now() + 500)
    const started = ['x', 'y', 'z'].map((name) => runProcess(starter, folder.path, name, start))
    await expect(Promise.all(started)).resolves.toBeDefined()
  })
})

// Takes what is there, adds a word, and begins again when somebody else was faster.
const writer = `
import { openPages } from '${sourceOfPages}'
const [, file, name] = process.argv
const pages = await openPages(file)
for (let index = 0; index < 20; ) {
  const { text, revision } = await pages.find('A')
  const saved = await pages.save({ title: 'A', text: text + ' ' + name + index, base: revision, markup: '', markupVersion: 1 })
  if (saved.outcome === 'saved') index++
}
pages.close()`

const starter = `
import { openPages } from '${sourceOfPages}'
const [, folder, name, start] = process.argv
for (let round = 0; round < 30; round++) {
  while (Date.now() < Number(start) + 20 * round) {}
  const first = { title: 'A', text: name, base: 0, markup: '', markupVersion: 1 }
  const pages = await openPages(folder + '/' + round + '/wiki.sqlite', async () => [first])
  if ((await pages.list()).length !== 1) throw new Error('not one page')
  pages.close()
}`

async function runProcess(code: string, ...parameters: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, ...parameters], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text))
  const [exitCode] = await once(child, 'close')
  if (exitCode !== 0) throw new Error(errors)
}

function revisionsIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  const rows = database.prepare('select number, text from revisions order by number').all()
  database.close()
  return rows.map((row) => `${String(row['number'])} ${String(row['text'])}`)
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { excerptOf } from './excerpt.ts'
import { SourceFiles } from './source-files.ts'
import { SourceMaps } from './source-map.ts'

let folder = ''
let root = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gangway-maps-')))
  root = join(folder, 'app')
  mkdirSync(join(root, 'dist'), { recursive: true })
  mkdirSync(join(root, 'src'))
})
afterEach(() => rmSync(folder, { recursive: true }))

// Line 1, column 1 of the program is line 3, column 5 of the first source; column 11 has the first name.
const mappings = 'AAEI,UAAUA'
const map = (changes: object) => JSON.stringify({ version: 3, sources: ['../src/app.ts'], names: ['longName'], mappings, ...changes })

function program(comment: string): SourceMaps {
  writeFileSync(join(root, 'dist/app.js'), `const x = a\n${comment}\n`)
  writeFileSync(join(root, 'src/app.ts'), 'one\ntwo\n    three\n')
  return new SourceMaps(new SourceFiles(root))
}

const place = (column = 1) => ({ file: join(root, 'dist/app.js'), line: 1, column })
const inline = (json: string) => `//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString('base64')}`

describe('SourceMaps (T6)', () => {
  it('reads a map that stands beside the program, and the source from its file', () => {
    const maps = program('//# sourceMappingURL=app.js.map')
    writeFileSync(join(root, 'dist/app.js.map'), map({}))
    expect(maps.original(place())).toEqual({ file: join(root, 'src/app.ts'), line: 3, column: 5, name: undefined, content: undefined })
    expect(maps.original(place(11))?.name).toBe('longName')
  })

  it('reads a map within the program, with its source, and one with a guard against being run', () => {
    const maps = program(inline(map({ sourcesContent: ['the source'] })))
    expect(maps.original(place())).toMatchObject({ line: 3, content: 'the source' })
    const other = program(`//# sourceMappingURL=data:application/json,${encodeURIComponent(`)]}'\n${map({})}`)}`)
    expect(other.original(place())).toMatchObject({ line: 3 })
  })

  it('reads a map of sections', () => {
    const sections = [{ offset: { line: 0, column: 0 }, map: JSON.parse(map({})) }]
    expect(program(inline(JSON.stringify({ version: 3, sections }))).original(place())).toMatchObject({
      file: join(root, 'src/app.ts'),
      line: 3,
    })
  })

  it.each([
    ['a source root', { sourceRoot: '../src', sources: ['app.ts'] }, 'src/app.ts'],
    ['a URL of a file', { sources: ['file:///elsewhere/app.ts'] }, '/elsewhere/app.ts'],
    ['a URL of a bundler', { sources: ['webpack://app/./src/app.ts'] }, 'webpack://app/src/app.ts'],
  ])('resolves %s', (_, changes, expected) => {
    const found = program(inline(map(changes))).original(place())?.file
    expect(found).toBe(expected.startsWith('src') ? join(root, expected) : expected)
  })

  it.each([
    ['no comment', ''],
    ['no map', '//# sourceMappingURL=gone.map'],
    ['a map outside of the root', '//# sourceMappingURL=../../outside.map'],
    ['a map on another machine', '//# sourceMappingURL=https://example.org/app.js.map'],
    ['no JSON', '//# sourceMappingURL=data:application/json,{'],
    ['another version', inline('{"version":2}')],
    ['no object', inline('null')],
    ['no mappings', inline('{"version":3,"sources":[],"names":[]}')],
    ['no base64', '//# sourceMappingURL=data:application/json;base64,!!!'],
  ])('shows the program as it ran where there is %s', (_, comment) => {
    writeFileSync(join(folder, 'outside.map'), map({}))
    expect(program(comment).original(place())).toBeUndefined()
  })

  it.each([
    ['mappings', { mappings: '\u0000!!' }],
    ['sources', { sources: [null, 1, {}] }],
    ['names', { names: 7 }],
    ['contents', { sourcesContent: { length: -1 } }],
  ])('survives %s that are none', (_, changes) => {
    const maps = program(inline(map(changes)))
    for (const column of [1, 11, 1e9]) expect(() => maps.original(place(column))).not.toThrow()
    expect(() => maps.namesIn(place().file, { line: 1, column: 1, endLine: 9, endColumn: 1 })).not.toThrow()
  })

  it('believes no map that names lines which its source does not have', () => {
    const lying = program(inline(map({ mappings: 'AA+/////D', sourcesContent: ['one line'] }))).original(place())
    expect(lying === undefined || excerptOf(lying.content ?? '', lying, 9) === undefined).toBe(true)
  })

  it('says what short names stood for', () => {
    const maps = program(inline(map({})))
    expect([...maps.namesIn(place().file, { line: 1, column: 1, endLine: 1, endColumn: 20 })]).toEqual([['a', 'longName']])
    expect(maps.namesIn(place().file, { line: 1, column: 1, endLine: 1, endColumn: 5 }).size).toBe(0)
  })

  it('notices that a program was built anew', () => {
    const maps = program(inline(map({})))
    expect(maps.original(place())?.line).toBe(3)
    writeFileSync(join(root, 'dist/app.js'), `const x = another\n${inline(map({ mappings: 'AACA' }))}`)
    expect(maps.original(place())?.line).toBe(2)
  })

  it('reads a map of 20 MB once, and holds its memory', () => {
    const maps = program('//# sourceMappingURL=app.js.map')
    const segments = `AAEI,${'CAAA,'.repeat(500_000)}`
    const content = 'x'.repeat(17_000_000)
    writeFileSync(
      join(root, 'dist/app.js.map'),
      map({ mappings: `${segments.slice(0, -1)};${segments.slice(0, -1)}`, sourcesContent: [content] }),
    )
    const started = performance.now()
    expect(maps.original(place())?.content).toHaveLength(17_000_000)
    expect(performance.now() - started).toBeLessThan(20_000)
    const again = performance.now()
    for (let index = 0; index < 100; index++) maps.original(place())
    expect(performance.now() - again).toBeLessThan(10_000)
  })

  it('reads no map that is larger than it may be', () => {
    const files = new SourceFiles(root, 1000)
    writeFileSync(join(root, 'dist/app.js'), 'x\n//# sourceMappingURL=app.js.map')
    writeFileSync(join(root, 'dist/app.js.map'), map({ sourcesContent: ['x'.repeat(1000)] }))
    expect(new SourceMaps(files).original(place())).toBeUndefined()
  })
})

describe('SourceFiles (T9)', () => {
  it('reads programs below the root, and nothing else', () => {
    const files = new SourceFiles(root)
    writeFileSync(join(root, 'src/app.ts'), 'source')
    writeFileSync(join(root, 'src/.secret.js'), 'secret')
    writeFileSync(join(root, '.env'), 'secret')
    writeFileSync(join(root, 'notes.txt'), 'secret')
    writeFileSync(join(folder, 'outside.js'), 'secret')
    mkdirSync(join(root, 'folder.js'))
    symlinkSync(join(folder, 'outside.js'), join(root, 'link.js'))
    symlinkSync(join(root, 'src/app.ts'), join(folder, 'into.ts'))
    expect(files.read(join(root, 'src/app.ts'))).toBe('source')
    expect(files.read(join(folder, 'into.ts'))).toBe('source')
    for (const name of ['.env', 'notes.txt', 'link.js', 'src/.secret.js', '../outside.js', 'folder.js', 'gone.js', '\u0000.js'])
      expect([name, files.read(join(root, name))]).toEqual([name, undefined])
    expect(files.read('/etc/passwd')).toBeUndefined()
    expect(files.read('/dev/zero.js')).toBeUndefined()
    expect(new SourceFiles(undefined).read(join(root, 'src/app.ts'))).toBeUndefined()
  })

  it('does not take a folder for its root that only begins alike', () => {
    mkdirSync(join(folder, 'application'))
    writeFileSync(join(folder, 'application/a.js'), 'secret')
    expect(new SourceFiles(root).read(join(folder, 'application/a.js'))).toBeUndefined()
  })
})

describe('excerptOf', () => {
  it('has the asked lines, and marks one', () => {
    expect(excerptOf('1\n2\r\n3\n4\n5', { line: 3, column: 1 }, 3)).toEqual({ first: 2, lines: ['2', '3', '4'], line: 3, column: 1 })
    expect(excerptOf('1\n2', { line: 1, column: 9 }, 5)).toEqual({ first: 1, lines: ['1', '2'], line: 1, column: 0 })
    expect(excerptOf('1\n2', { line: 3, column: 1 }, 5)).toBeUndefined()
  })

  it('shows of a line of a megabyte what is around the column', () => {
    const source = `${'a'.repeat(500_000)}HERE${'b'.repeat(500_000)}`
    const excerpt = excerptOf(source, { line: 1, column: 500_001 }, 9)
    expect(excerpt?.lines[0]?.length).toBeLessThan(250)
    expect(excerpt?.lines[0]?.slice((excerpt?.column ?? 0) - 1, (excerpt?.column ?? 0) + 3)).toBe('HERE')
  })
})

it('a URL of a file is a path', () => {
  expect(new SourceFiles(pathToFileURL(tmpdir()).pathname).root).toBe(realpathSync(tmpdir()))
})

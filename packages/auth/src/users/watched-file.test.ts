import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WatchedFile } from './watched-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-watched-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
let file: string
let logged: string[]
beforeEach(() => {
  file = join(folder, `file-${count++}`)
  logged = []
})

// As old as a file that nobody is writing.
function write(text: string | Uint8Array, name = file): void {
  writeFileSync(name, text)
  const time = Date.now() / 1000 - 10 + count++ / 1000
  utimesSync(name, time, time)
}

function parse(text: string): string {
  if (text.includes('broken')) throw new SyntaxError('line 1 is broken')
  return text
}

const watch = (checkAfter = 0): WatchedFile<string> =>
  new WatchedFile(file, parse, { checkAfter, log: (message) => void logged.push(message.replace(folder, '')) })

describe('WatchedFile', () => {
  it('is read again when it was replaced (A10)', async () => {
    write('one')
    const watched = watch()
    expect(await watched.content).toBe('one')
    write('two', `${file}.new`)
    renameSync(`${file}.new`, file)
    expect(await watched.content).toBe('two')
    write('six')
    expect(await watched.content).toBe('six')
    expect(logged).toEqual([])
  })

  it('is not looked at for each request (A10)', async () => {
    write('one')
    const watched = watch(60_000)
    write('two')
    expect(watched.content).toBe('one')
    rmSync(file)
    expect(watched.content).toBe('one')
  })

  it('is read once for all who ask at the same time', async () => {
    write('one')
    let parsed = 0
    const watched = new WatchedFile(file, (text) => [text, ++parsed], { checkAfter: 0 })
    write('two')
    const all = await Promise.all(Array.from({ length: 20 }, async () => await watched.content))
    expect(all[19]).toEqual(['two', 2])
    expect(parsed).toBe(2)
  })

  it('keeps what was good when it makes no sense, and says so once (A10)', async () => {
    write('one')
    const watched = watch()
    write('broken')
    expect(await watched.content).toBe('one')
    expect(await watched.content).toBe('one')
    expect(logged).toEqual([`auth: ${file.replace(folder, '')} is used as it was before: line 1 is broken`])
    write('two')
    expect(await watched.content).toBe('two')
    write('broken')
    expect(await watched.content).toBe('two')
    expect(logged).toHaveLength(2)
  })

  it('keeps what was good when it is gone, and says so once', async () => {
    write('one')
    const watched = watch()
    rmSync(file)
    expect(await watched.content).toBe('one')
    expect(await watched.content).toBe('one')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('ENOENT')
    write('two')
    expect(await watched.content).toBe('two')
  })

  it('leaves alone what is being written, until it is still (A10)', async () => {
    write('one')
    const watched = watch()
    writeFileSync(file, 'tw')
    expect(await watched.content).toBe('one')
    writeFileSync(file, 'two')
    const start = Date.now()
    while ((await watched.content) === 'one' && Date.now() - start < 5000) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(watched.latest).toBe('two')
  })

  it('reads again what was being written when it was first read', async () => {
    writeFileSync(file, 'on')
    const watched = watch()
    expect(watched.latest).toBe('on')
    writeFileSync(file, 'ne')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await watched.content).toBe('ne')
  })

  it.each([
    ['UTF-8', Buffer.from('José')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffJosé')],
    ['Latin-1', Buffer.from('José', 'latin1')],
  ])('may be %s', (_, bytes) => {
    write(bytes)
    expect(watch().latest).toBe('José')
  })

  it('fails at the start where there is none, or none that makes sense', async () => {
    expect(() => watch()).toThrow('ENOENT')
    write('broken')
    expect(() => watch()).toThrow(SyntaxError)
    await expect(readFile(file, 'utf8')).resolves.toBe('broken')
  })

  it('refuses a time that is none', () => {
    write('one')
    expect(() => watch(-1)).toThrow(TypeError)
    expect(() => watch(Number.NaN)).toThrow(TypeError)
  })
})

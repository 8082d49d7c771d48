import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { htdigest } from './htdigest.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-htdigest-'))
afterAll(() => rmSync(folder, { recursive: true }))

const md5 = hash('md5', 'ann:wiki:sesame')
const sha256 = hash('sha256', 'ann:wiki:sesame')

let count = 0
function fileWith(text: string, name = `digests-${count++}`): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  const time = Date.now() / 1000 - 10 + count++ / 1000
  utimesSync(file, time, time)
  return file
}

describe('htdigest', () => {
  it('finds the hash of a name in a realm by its algorithm', async () => {
    const source = htdigest(fileWith(`# digests\r\nann:wiki:${md5.toUpperCase()}\nann:wiki:${sha256}:a userhash\nbob:shop:${md5}\n`))
    const user = { id: 'ann', stamp: expect.any(String) }
    expect(await source.digest('ann', 'wiki', 'MD5')).toEqual({ user, ha1: md5 })
    expect(await source.digest('ann', 'wiki', 'SHA-256')).toEqual({ user, ha1: sha256 })
    expect(await source.digest('bob', 'shop', 'SHA-256')).toBeNull()
    expect(await source.digest('bob', 'wiki', 'MD5')).toBeNull()
    expect(await source.digest('__proto__', 'wiki', 'MD5')).toBeNull()
    expect(await source.digest('ann:wiki', '', 'MD5')).toBeNull()
  })

  it('says which algorithms there are hashes of', async () => {
    expect(htdigest(fileWith(`ann:wiki:${md5}\n`)).algorithms).toEqual(['MD5'])
    expect(htdigest(fileWith('')).algorithms).toEqual([])
    const file = fileWith(`ann:wiki:${md5}\n`)
    const source = htdigest(file, { checkAfter: 0 })
    fileWith(`ann:wiki:${sha256}\n`, file.slice(folder.length))
    expect(await source.digest('ann', 'wiki', 'MD5')).toBeNull()
    expect(source.algorithms).toEqual(['SHA-256'])
  })

  it('lets nobody in whose hash is none, and takes the first of two (A10)', async () => {
    const logged: string[] = []
    const other = hash('md5', 'ann:wiki:other')
    const lines = ['bob:wiki:', 'cid:wiki:sesame', `dan:wiki:${md5.slice(1)}`, `ann:wiki:${md5}`, `ann:wiki:${other}`]
    const source = htdigest(fileWith(`${lines.join('\n')}\n`), { log: (message) => void logged.push(message.replace(/^.*?: /, '')) })
    expect(logged).toHaveLength(1 + 3)
    expect(logged.join('\n')).not.toContain('sesame')
    expect(await source.digest('ann', 'wiki', 'MD5')).toMatchObject({ ha1: md5 })
    for (const name of ['bob', 'cid', 'dan']) expect(await source.digest(name, 'wiki', 'MD5')).toBeNull()
  })

  it.each(['ann', 'ann:wiki', `:wiki:${md5}`])('is an error at the start when a line is %p', (line) => {
    expect(() => htdigest(fileWith(line))).toThrow(SyntaxError)
  })
})

// htdigest asks for the password on a terminal, twice, and forgets what was typed before it asked; `script` has a terminal.
async function runHtdigest(file: string, realm: string, name: string, password: string): Promise<void> {
  const program = spawn('script', ['-qec', `htdigest -c '${file}' '${realm}' '${name}'`, '/dev/null'], { timeout: 10_000 })
  program.stdout.on('data', (output: Buffer) => {
    if (/password:/i.test(output.toString())) program.stdin.write(`${password}\n`)
  })
  await once(program, 'close')
}

requireBinaries('htdigest', 'script')("htdigest, with files written by Apache's tool", () => {
  it('reads them', async () => {
    const file = join(folder, 'written')
    await runHtdigest(file, 'the wiki', 'ann', 'sesame')
    expect(await htdigest(file).digest('ann', 'the wiki', 'MD5')).toMatchObject({ ha1: hash('md5', 'ann:the wiki:sesame') })
  })
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { passwords } from '../passwords/passwords.ts'
import { htpasswd } from './htpasswd.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-htpasswd-'))
afterAll(() => rmSync(folder, { recursive: true }))

const myPassword = '$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/'
const uu = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

let logged: string[]
const log = (message: string): void => void logged.push(message.replace(/^.*?\.txt/, ''))
beforeEach(() => (logged = []))

let count = 0
function fileWith(text: string | Uint8Array, name = `users-${count++}.txt`): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  const time = Date.now() / 1000 - 10 + count++ / 1000
  utimesSync(file, time, time)
  return file
}

describe('htpasswd', () => {
  it('finds a user by name and password', async () => {
    const users = htpasswd(fileWith(`ann:${myPassword}\nbob:${uu}\n`))
    expect(await users.verify('ann', 'myPassword')).toEqual({ id: 'ann', stamp: expect.stringMatching(/^[\w-]{22}$/) })
    expect(await users.verify('bob', 'U*U')).toMatchObject({ id: 'bob' })
    for (const [name, password] of [
      ['ann', 'mypassword'],
      ['ann', 'U*U'],
      ['ann', ''],
      ['Ann', 'myPassword'],
      ['', 'myPassword'],
      ['ann:', 'myPassword'],
      ['cid', 'myPassword'],
      ['__proto__', 'myPassword'],
      ['constructor', ''],
      ['ann\0', 'myPassword'],
      ['ann', 'x'.repeat(65_536)],
    ] as const)
      expect(await users.verify(name, password)).toBeNull()
  })

  it('finds a user by id as of now', async () => {
    const file = fileWith(`ann:${myPassword}\n`)
    const users = htpasswd(file, { checkAfter: 0 })
    const before = await users.find?.('ann')
    expect(before).toEqual(await users.verify('ann', 'myPassword'))
    fileWith(`ann:${uu}\n`, file.slice(folder.length))
    const after = await users.find?.('ann')
    expect(after?.stamp).not.toBe(before?.stamp)
    fileWith('', file.slice(folder.length))
    expect(await users.find?.('ann')).toBeNull()
  })

  it('answers at once whom an id belongs to, when the file needs no look', () => {
    const users = htpasswd(fileWith(`ann:${myPassword}\n`))
    expect(users.find?.('ann')).toMatchObject({ id: 'ann' })
    expect(users.find?.('bob')).toBeNull()
  })

  it('reads what editors and other systems make of a file (A10)', async () => {
    const file = `\ufeff# users\r\n\r\n  ann:${myPassword}:a comment \r\nbob:${uu}\rann:${uu}\n`
    const users = htpasswd(fileWith(file), { log })
    expect(await users.verify('ann', 'myPassword')).toMatchObject({ id: 'ann' })
    expect(await users.verify('ann', 'U*U')).toBeNull()
    expect(await users.verify('bob', 'U*U')).toMatchObject({ id: 'bob' })
    expect(logged).toEqual([': line 5: ann is there already, and the first line counts'])
  })

  it('lets nobody in whose hash is empty, or of no kind that it knows, and says why without the hash (A10)', async () => {
    const lines = ['a:', 'b:rqXexS6ZhobKA', 'c:sesame', 'd:$y$j9T$x$x', 'e:$2y$05$short', 'f:$argon2id$v=19$x', 'g:*', 'h:!']
    const users = htpasswd(fileWith(lines.join('\n') + '\n'), { log })
    for (const line of lines) {
      const [name = '', hash = ''] = line.split(':')
      for (const password of [hash, '', 'sesame', 'myPassword']) expect(await users.verify(name, password)).toBeNull()
    }
    const anew = 'set it anew with htpasswd -B'
    const unknown = 'for the hash is malformed, or of a kind that is not supported: set the password anew with htpasswd -B'
    const plain = `for the password seems to be plain text: ${anew}`
    expect(logged).toEqual([
      ': line 1: a cannot sign in, without a password',
      `: line 2: b cannot sign in, for the password is hashed with crypt (DES), which takes only 8 characters of it: ${anew}`,
      `: line 3: c cannot sign in, ${plain}`,
      `: line 4: d cannot sign in, ${unknown}`,
      `: line 5: e cannot sign in, ${unknown}`,
      `: line 6: f cannot sign in, ${unknown}`,
      `: line 7: g cannot sign in, ${plain}`,
      `: line 8: h cannot sign in, ${plain}`,
    ])
  })

  it.each([
    ['has a line without a colon', `ann:${myPassword}\nbob`, 'line 2 has not the form user:hash'],
    ['has a line without a user', `:${myPassword}\n`, 'line 1 has not the form user:hash'],
    ['ends in the middle of a hash', `ann:${myPassword}\nbob:${uu.slice(0, 40)}`, 'line 2, the last one, is cut off'],
  ])('is an error at the start when it %s, and later the file counts as it was (A10)', async (_, broken, message) => {
    const error = new SyntaxError(message)
    expect(() => htpasswd(fileWith(broken), { log })).toThrow(error)
    const file = fileWith(`bob:${uu}\n`)
    const users = htpasswd(file, { checkAfter: 0, log })
    fileWith(broken, file.slice(folder.length))
    expect(await users.verify('bob', 'U*U')).toMatchObject({ id: 'bob' })
    expect(await users.verify('ann', 'myPassword')).toBeNull()
    expect(logged).toEqual([` is used as it was before: ${message}`])
  })

  it('gives users the roles of a file of groups', async () => {
    const groups = fileWith('# groups\nadmin: ann bob\nreaders: ann ann\n')
    const users = htpasswd(fileWith(`ann:${myPassword}\ncid:${uu}\n`), { groups, checkAfter: 0 })
    expect(await users.verify('ann', 'myPassword')).toMatchObject({ roles: ['admin', 'readers'] })
    expect(await users.verify('cid', 'U*U')).toMatchObject({ roles: [] })
    fileWith('readers: ann', groups.slice(folder.length))
    expect(await users.find?.('ann')).toMatchObject({ roles: ['readers'] })
    expect(() => htpasswd(fileWith(''), { groups: fileWith('admin ann') })).toThrow(SyntaxError)
  })

  it('knows a user by the name however it is composed', async () => {
    const users = htpasswd(fileWith(`Jose\u0301:${myPassword}\n`))
    expect(await users.verify('Jos\u00e9', 'myPassword')).toMatchObject({ id: 'Jos\u00e9' })
    expect(await users.verify('Jose\u0301', 'myPassword')).toMatchObject({ id: 'Jos\u00e9' })
  })

  it('reads what passwords() makes, and scrypt', async () => {
    const hash = await passwords().hash('sesame')
    const scrypt =
      '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw'
    const users = htpasswd(fileWith(`ann:${hash}\nbob:${scrypt}\n`), { log })
    expect(await users.verify('ann', 'sesame')).toMatchObject({ id: 'ann' })
    expect(await users.verify('bob', 'pleaseletmein')).toMatchObject({ id: 'bob' })
    expect(logged).toEqual([])
  })

  it('answers 503 to those for whom there is no place to wait (A4)', async () => {
    const users = htpasswd(fileWith(`ann:${myPassword}\n`), { waiting: 10 })
    const all = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, index) => await users.verify(index % 2 ? 'ann' : 'bob', 'myPassword')),
    )
    const refused = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused).toHaveLength(28)
    expect(refused[0]).toMatchObject({ name: 'HttpError', status: 503 })
  })
})

requireBinaries('htpasswd')("htpasswd, with files written by Apache's tool", () => {
  it.each([['-m'], ['-s'], ['-2'], ['-5'], ['-5 -r 20000'], ['-B'], ['-B -C 10']])('reads those of htpasswd %s', async (flags) => {
    const file = join(folder, `written ${flags}`)
    const words = flags.split(' ')
    const add = (more: string, name: string, password: string): Buffer =>
      execFileSync('htpasswd', [`-b${more}`, ...words, file, name, password], { stdio: 'pipe' })
    add('c', 'ann', 'sesame öffne dich €')
    add('', 'bob smith', '')
    add('', 'cid', 'x'.repeat(72))
    const users = htpasswd(file, { log })
    expect(logged).toEqual([])
    expect(await users.verify('ann', 'sesame öffne dich €')).toMatchObject({ id: 'ann' })
    expect(await users.verify('bob smith', '')).toMatchObject({ id: 'bob smith' })
    expect(await users.verify('cid', 'x'.repeat(72))).toMatchObject({ id: 'cid' })
    expect(await users.verify('cid', 'x'.repeat(73))).toBeNull()
    expect(await users.verify('ann', 'sesame')).toBeNull()
    expect(await users.verify('bob', '')).toBeNull()
  })

  it.each([
    ['-d', 'crypt (DES)'],
    ['-p', 'plain text'],
  ])('refuses those of htpasswd %s', async (flag, word) => {
    const file = join(folder, `refused${flag}.txt`)
    execFileSync('htpasswd', ['-bc', flag, file, 'ann', 'sesame'], { stdio: 'pipe' })
    const users = htpasswd(file, { log })
    expect(await users.verify('ann', 'sesame')).toBeNull()
    expect(logged).toEqual([expect.stringContaining(word)])
    expect(logged[0]).not.toContain('sesame')
  })
})

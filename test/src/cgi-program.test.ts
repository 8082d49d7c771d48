import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cgiProgram } from './cgi-program.ts'
import { importing } from './importing.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('cgiProgram', () => {
  let folder: string
  beforeAll(() => {
    folder = join(temporaryFolder(), 'a folder')
    mkdirSync(folder)
  })
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

  it.each(['program', 'nph-program', 'program.cgi'])('writes %s as an ES module that runs without PATH', (name) => {
    const program = cgiProgram(folder, name, 'console.log(process.argv[2], await process.version)\n')
    expect(execFileSync(program, ['given'], { env: {}, encoding: 'utf8' })).toBe(`given ${process.version}\n`)
  })
})

describe('importing', () => {
  it('says when a package is not built', () => {
    expect(() => importing('@gangway/no-such-package')).toThrow('@gangway/no-such-package is not built, run: pnpm build')
  })
})

import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cgiProgram } from './cgi-program.ts'
import { importing } from './importing.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('cgiProgram', () => {
  let folder: string
  beforeAll(() => {
    folder = temporaryFolder()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(['program', 'nph-program.mjs'])('writes %s as an ES module that runs without PATH', (name) => {
    const program = cgiProgram(
      folder,
      name,
      `import { basename } from 'node:path'\nconsole.log(basename(import.meta.url), await process.version)\n`,
    )
    expect(execFileSync(program, { env: {}, encoding: 'utf8' })).toBe(`${name} ${process.version}\n`)
  })

  it('refuses a name that Node does not take for an ES module', () => {
    expect(() => cgiProgram(folder, 'program.cgi', '')).toThrow(TypeError)
  })
})

describe('importing', () => {
  it('says when a package is not built', () => {
    expect(() => importing('@gangway/no-such-package')).toThrow('@gangway/no-such-package is not built, run: pnpm build')
  })
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('startScript', () => {
  const folder = temporaryFolder()
  const hostile = `it's "$HOME" \\ \`a\` *\n`
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('runs the command to the letter, with what the server adds', () => {
    const command = [process.execPath, '-p', 'JSON.stringify([process.env.GIVEN, process.argv.slice(1)])', hostile]
    const script = startScript(folder, 'program.cgi', command, { GIVEN: hostile })
    expect(JSON.parse(execFileSync(script, ['a b'], { env: {}, encoding: 'utf8' }))).toEqual([hostile, [hostile, 'a b']])
  })

  it('may lie anywhere', () => {
    const spacious = join(folder, 'a folder')
    mkdirSync(spacious)
    expect(execFileSync(startScript(spacious, 'a program', ['/bin/echo', 'here']), { encoding: 'utf8' })).toBe('here\n')
  })
})

import { spawnSync } from 'node:child_process'
import { cgiFcgi } from '../../../test/src/cgi-fcgi.ts'
import { cgiProgram } from '../../../test/src/cgi-program.ts'
import { importing } from '../../../test/src/importing.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { spawnFcgi } from '../../../test/src/spawn-fcgi.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import { variables } from '../../../test/src/record-client.ts'

const program = `import { serve } from '${new URL('./index.ts', import.meta.url).href}'
import { text } from '${new URL('../../gateway/src/index.ts', import.meta.url).href}'
await serve((context) => text(context.gateway.protocol + ' ' + context.path))
`

describe('FCGI-02: a program that finds no listening socket on descriptor 0', () => {
  const run = (env: Readonly<Record<string, string>>) =>
    spawnSync(
      process.execPath,
      [`--import=${new URL('../../../scripts/source-imports.js', import.meta.url).href}`, '--input-type=module', '--eval', program],
      { env, input: '', encoding: 'utf8' },
    )

  it('answers the one request of a CGI environment', () => {
    const { stdout, status } = run({ ...variables, REQUEST_URI: '/x', SCRIPT_NAME: '', PATH_INFO: '/x' })
    expect(stdout).toMatch(/^Status: 200 OK\r\n[^]*\r\n\r\ncgi \/x$/)
    expect(status).toBe(0)
  })

  it('ends with a sentence that says how to start it', () => {
    const { stdout, stderr, status } = run({})
    expect(stderr).toContain('descriptor 0 is no listening socket')
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })
})

requireBinaries('spawn-fcgi', 'cgi-fcgi')('FCGI-01: started by spawn-fcgi', () => {
  it.each(['unix', 'tcp'] as const)('serves on descriptor 0, a %s socket', async (family) => {
    const source = program
      .replace(/file:[^']*fastcgi[^']*/, importing('@gangway/fastcgi'))
      .replace(/file:[^']*gateway[^']*/, importing('@gangway/gateway'))
    const running = await spawnFcgi(cgiProgram(temporaryFolder(), 'hello', source), family)
    try {
      const { output } = await cgiFcgi(running.address, { ...variables, REQUEST_URI: '/a%2Fb', SCRIPT_NAME: '', PATH_INFO: '/a/b' }, '')
      expect(output.toString()).toContain('fastcgi /a%2Fb')
    } finally {
      await running.stop()
    }
  })
})

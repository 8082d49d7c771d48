import { cgiFcgi } from './cgi-fcgi.ts'
import { nginxFastcgi } from './configurations/nginx-fastcgi.ts'
import { startNginx } from './nginx.ts'
import { requireBinaries } from './require-binaries.ts'
import { spawnFcgi } from './spawn-fcgi.ts'
import { ask } from './stand-in/ask.ts'
import { fastcgiStandIn } from './stand-in/programs.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { rmSync } from 'node:fs'

describe('spawnFcgi and cgiFcgi', () => {
  let folder: string
  let program: string
  beforeAll(() => {
    folder = temporaryFolder()
    program = fastcgiStandIn(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  requireBinaries('spawn-fcgi', 'nginx')('spawn-fcgi behind nginx', () => {
    it('hands the program a listening socket as descriptor 0 (FCGI-01)', async () => {
      const fcgi = await spawnFcgi(program)
      const server = await startNginx(nginxFastcgi({ backend: fcgi.address }))
      const { variables } = await ask(`${server.origin}/a`)
      expect(variables.PATH_INFO).toBe('/a')
      await Promise.all([server.stop(), fcgi.stop()])
    })
  })

  requireBinaries('spawn-fcgi', 'cgi-fcgi')('cgi-fcgi', () => {
    it.each(['unix', 'tcp'] as const)('sends its environment and its input over %s (FCGI-20)', async (family) => {
      const fcgi = await spawnFcgi(program, family)
      const cookie = 'c'.repeat(20_000)
      const body = 'b'.repeat(65_536)
      const variables = { REQUEST_METHOD: 'POST', CONTENT_LENGTH: `${body.length}`, HTTP_COOKIE: cookie }
      const { output, errors, code } = await cgiFcgi(fcgi.address, variables, body)
      expect({ errors, code }).toEqual({ errors: '', code: 0 })
      const [head, answer = ''] = output.toString().split('\r\n\r\n')
      expect(head).toContain('Status: 200 OK')
      const { params, ...seen } = JSON.parse(answer)
      expect(seen).toMatchObject({ id: 1, role: 1, body: body.length })
      expect(Object.fromEntries(params)).toMatchObject(variables)
      expect(seen.paramsRecords).toBeGreaterThan(1)
      await fcgi.stop()
    })
  })
})

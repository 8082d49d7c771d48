import { connect } from 'node:net'
import { behind, conformance, http1, type Can, type Start } from '@gangway/conformance'
import { startApache } from '../../../test/src/apache.ts'
import { cgiProgram } from '../../../test/src/cgi-program.ts'
import { apacheCgi } from '../../../test/src/configurations/apache-cgi.ts'
import { lighttpdCgi } from '../../../test/src/configurations/lighttpd-cgi.ts'
import { startLighttpd } from '../../../test/src/lighttpd.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import type { WebServer } from '../../../test/src/web-server.ts'

const root = new URL('../../../', import.meta.url).href

/** The conformance application as a program of sources, whose compiled form is kept, since each request starts it anew. */
function program(name: string): string {
  const folder = temporaryFolder()
  return cgiProgram(
    folder,
    name,
    `import { enableCompileCache } from 'node:module'
import '${root}scripts/source-imports.js'
enableCompileCache('${folder}')
const { serve } = await import('${root}packages/cgi/src/index.ts')
const { application } = await import('${root}packages/conformance/src/application.ts')
await serve(application)
`,
  )
}

function through(start: () => Promise<WebServer>, can: Can, base = ''): Start {
  return async () => {
    const web = await start()
    return {
      driver: http1(() => connect(web.port, '127.0.0.1'), { can, expected: { protocol: 'cgi', version: '1.1', base } }),
      close: () => web.stop(),
    }
  }
}

const killed = 'Apache kills a program that goes on for 3 s after its response, which a busy machine may take'
const ofApache = {
  'context.completed tells of a response that was sent, with its bytes': killed,
  'HTTP-11 the signal stays silent after a complete response': killed,
  'HTTP-11 the signal stays silent when the client closes after a complete response': killed,
  'waitUntil lets work go on after the response': killed,
}

requireBinaries('apache2', 'mod_cgid')('behind Apache with mod_cgid', () => {
  const server = () => startApache(apacheCgi({ program: program('conformance') }))
  conformance('cgi', through(server, behind.apacheCgi), { deadline: 30_000, exceptions: ofApache })
})

requireBinaries('apache2', 'mod_cgi')('behind Apache with mod_cgi', () => {
  const server = () => startApache(apacheCgi({ program: program('conformance'), mount: '/app', mpm: 'prefork' }))
  conformance('cgi, below a path', through(server, { ...behind.apacheCgi, absoluteTarget: false }, '/app'), {
    deadline: 30_000,
    exceptions: ofApache,
  })
})

requireBinaries('lighttpd')('behind lighttpd', () => {
  const server = () => startLighttpd(lighttpdCgi({ program: program('conformance') }))
  conformance('cgi', through(server, behind.lighttpdCgi), { deadline: 30_000 })
})

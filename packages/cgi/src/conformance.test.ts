import { cgi, conformance, type CgiOptions, type Start } from '@gangway/conformance'
import { compileCache } from '../test/compile-cache.ts'

const sources = new URL('../../../scripts/source-imports.js', import.meta.url).href
const folder = (name: string) => new URL(`../../${name}/src/`, import.meta.url).href

function asProgram(options: Omit<CgiOptions, 'command'>): Start {
  const program = `import { serve } from '${folder('cgi')}index.ts'
import { application } from '${folder('conformance')}application.ts'
await serve(application, { nph: ${options.nonParsed === true} })`
  const command: CgiOptions['command'] = [process.execPath, `--import=${sources}`, '--input-type=module', '--eval', program]
  return () => ({ driver: cgi({ command, env: { ...process.env, ...compileCache }, can: { fullDuplex: false }, ...options }), close() {} })
}

/** Each request starts a process. */
const slow = { deadline: 30_000 }

conformance('cgi, as Apache starts it', asProgram({ profile: 'apache' }), slow)
conformance('cgi, as lighttpd starts it', asProgram({ profile: 'lighttpd' }), slow)
conformance('cgi, on one socket as mod_cgid starts it', asProgram({ profile: 'apache', descriptors: 'socket' }), slow)
conformance('cgi, non-parsed header', asProgram({ profile: 'apache', nonParsed: true }), slow)

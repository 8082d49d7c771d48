import { execFileSync } from 'node:child_process'

// What a CGI program would load: without credentials, with Basic, and with a token.
const program = `
import { auth, basic, bearer, digest, formLogin, jwt, require } from '@gangway/auth'
import { contextFor, text } from '@gangway/gateway'
import { registerHooks } from 'node:module'
const users = { verify: (id) => ({ id }), find: (id) => ({ id }) }
const keys = { url: 'https://issuer.example/keys', algorithms: ['RS256'] }
const schemes = [
  basic({ users }),
  digest({ users: { digest: () => null }, realm: 'x' }),
  formLogin({ users }),
  jwt({ keys, issuer: 'x', audience: 'y' }),
]
const app = auth({ schemes })(require()(() => text('a page')))
const asked = []
const { getBuiltinModule } = process
process.getBuiltinModule = (name) => (asked.push(name), getBuiltinModule(name))
const resolved = []
registerHooks({ resolve(name, context, next) { resolved.push(name); return next(name, context) } })
const undici = () => process.moduleLoadList.filter((name) => /undici|fetch/.test(name)).length
const show = async (headers) => {
  const { status } = await app(contextFor('GET', '/', { headers }))
  console.log(status, undici(), resolved.includes('jose'))
}
await show({ accept: 'text/html' })
console.log(asked.length)
await show({ authorization: 'Basic YTpi' })
await show({ authorization: 'Bearer a.b.c' })`

const importing = `
const before = new Set(process.moduleLoadList)
await import('@gangway/auth')
console.log(process.moduleLoadList.filter((name) => !before.has(name) && /crypto|undici|NativeModule fs|zlib/.test(name)))`

function run(source: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8', cwd: new URL('.', import.meta.url) })
}

describe('auth in a CGI program', () => {
  it('loads no crypto with its import', () => {
    expect(run(importing)).toBe('[]\n')
  })

  it('loads crypto with the first password, jose with the first token, and undici never', () => {
    expect(run(program)).toBe('303 0 false\n0\n200 0 false\n401 0 true\n')
  })
})

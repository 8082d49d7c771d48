import { execFileSync } from 'node:child_process'

const program = `
import { contextFor, text } from '@gangway/gateway'
import { memoryStore, session } from '@gangway/session'
const secrets = ['a-secret-of-32-bytes-0123456789-']
for (const options of [{ secrets }, { store: memoryStore() }]) {
  const app = session(options)(({ session }) => {
    session.set('count', (session.get('count') ?? 0) + 1)
    return text(String(session.get('count')))
  })
  const first = await app(contextFor('GET', 'https://example.org/'))
  const cookie = first.headers.getSetCookie()[0].split(';')[0]
  await app(contextFor('GET', 'https://example.org/', { headers: { cookie } }))
  await session(options)(() => text('untouched'))(contextFor('GET', 'https://example.org/', { headers: { cookie } }))
  await session({ ...options, preload: true })(() => text('read before'))(contextFor('GET', 'https://example.org/', { headers: { cookie } }))
}
console.log(process.moduleLoadList.filter((name) => /undici|fetch/.test(name)).length)
new Response('')
console.log(process.moduleLoadList.filter((name) => /undici|fetch/.test(name)).length > 0)`

const lazy = `
import { contextFor, text } from '@gangway/gateway'
import { session } from '@gangway/session'
const asked = []
const { getBuiltinModule } = process
process.getBuiltinModule = (name) => (asked.push(name), getBuiltinModule(name))
const loaded = () => asked.includes('node:crypto')
const secrets = ['a-secret-of-32-bytes-0123456789-']
await session({ secrets })(() => text('a page'))(contextFor('GET', 'https://example.org/', { headers: { cookie: '__Host-session=x' } }))
await session({ secrets, preload: true })(() => text('a page'))(contextFor('GET', 'https://example.org/'))
console.log(loaded())
await session({ secrets })(({ session }) => text(String(session.isNew)))(contextFor('GET', 'https://example.org/'))
console.log(loaded())`

function run(source: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8', cwd: new URL('.', import.meta.url) })
}

describe('session in a CGI program', () => {
  it('loads no undici, whatever is done with a session', () => {
    expect(run(program)).toBe('0\ntrue\n')
  })

  it('loads no crypto until a session is touched', () => {
    expect(run(lazy)).toBe('false\ntrue\n')
  })
})

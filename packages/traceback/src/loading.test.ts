import { execFileSync } from 'node:child_process'

const program = `
import { contextFor, text } from '@gangway/gateway'
import { traceback } from '@gangway/traceback'
const asked = []
const { getBuiltinModule } = process
process.getBuiltinModule = (name) => (asked.push(name), getBuiltinModule(name))
const loaded = () => process.moduleLoadList.filter((name) => /undici|inspector/.test(name)).length
const before = loaded()
const app = traceback()(({ path }) => { if (path === '/fail') throw new Error('x'); return text('a page') })
await app(contextFor('GET', '/'))
console.log(loaded() - before, asked.includes('node:crypto'), asked.includes('node:inspector'))
const response = await app(contextFor('GET', '/fail', { log: () => {} }))
console.log(response.status)`

describe('traceback in a CGI program', () => {
  it('loads nothing of undici, crypto or the inspector for a request without an error', () => {
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      cwd: new URL('.', import.meta.url),
    })
    expect(printed).toBe('0 false false\n500\n')
  })
})

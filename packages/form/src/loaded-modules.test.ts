import { execFileSync } from 'node:child_process'

const program = `
import { contextFor, text } from '@gangway/gateway'
import { form } from '@gangway/form'
const asked = []
const { getBuiltinModule } = process
process.getBuiltinModule = (name) => (asked.push(name), getBuiltinModule(name))
const app = form()(async ({ form }) => {
  const fields = await form.read()
  const undici = process.moduleLoadList.filter((name) => /undici|fetch/.test(name)).length
  console.log(fields.get('a') ?? fields.file('f')?.size, undici, asked.join())
  return text('done')
})
const file = (size) => '--X\\r\\nContent-Disposition: form-data; name=f; filename=x\\r\\n\\r\\n' + 'a'.repeat(size) + '\\r\\n--X--'
const completed = Promise.resolve({ outcome: 'sent', bytes: 0, milliseconds: 0 })
for (const [type, body] of [['application/x-www-form-urlencoded', 'a=1'], ['multipart/form-data; boundary=X', file(10)], ['multipart/form-data; boundary=X', file(70000)]]) {
  await app(contextFor('POST', '/', { headers: { 'content-type': type }, body, completed }))
}`

describe('form in a CGI program', () => {
  it('loads no undici, and asks for files when one is kept on disk', () => {
    const cwd = new URL('.', import.meta.url)
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', cwd })
    expect(printed).toBe('1 0 \n10 0 \n70000 0 node:os,node:fs\n')
  })
})

import { form, type Form } from '@gangway/form'
import { text } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { ready } from './ready.ts'

const [, , way] = process.argv
const unlimited = { body: Infinity, file: Infinity }
const app = form({ limits: unlimited })(async (context) => text(await (way === 'read' ? whole(context.form) : streamed(context.form))))
const { address } = await serve(app, { listen: 0 })
ready(address.kind === 'tcp' ? address.port : 0)

async function streamed(found: Form): Promise<string> {
  let fields = 0
  let bytes = 0
  for await (const part of found.parts()) {
    if (part.kind === 'field') fields++
    else for await (const chunk of part) bytes += chunk.byteLength
  }
  return `${fields} ${bytes}`
}

async function whole(found: Form): Promise<string> {
  let fields = 0
  let bytes = 0
  for (const entry of await found.read()) {
    if (entry.kind === 'field') fields++
    else bytes += entry.size
  }
  return `${fields} ${bytes}`
}

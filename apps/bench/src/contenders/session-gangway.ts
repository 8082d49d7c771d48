import { text } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { memoryStore, session } from '@gangway/session'
import { ready } from './ready.ts'

const options = process.argv[2] === 'memory' ? { store: memoryStore() } : { secrets: ['a-secret-of-32-bytes-0123456789-'] }
const app = session<{ user: string }>(options)(({ path, session: found }) => {
  if (path === '/new') found.set('user', 'bo')
  return text(`Hello ${path === '/untouched' ? 'bo' : found.get('user')}`)
})
const { address } = await serve(app, { listen: 0 })
ready(address.kind === 'tcp' ? address.port : 0)

import { compress } from '@gangway/compress'
import { reply, stream } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { pageAt, slices } from './page.ts'
import { ready } from './ready.ts'

const init = { headers: { 'content-type': 'text/html; charset=utf-8' } }
const app = compress()(({ path }) => {
  const { isStream, body } = pageAt(path)
  return isStream ? stream(slices(body), init) : reply(body, init)
})
const { address } = await serve(app, { listen: 0 })
ready(address.kind === 'tcp' ? address.port : 0)

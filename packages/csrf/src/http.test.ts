import { stack, text } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { csrf } from './index.ts'

describe('csrf over HTTP', () => {
  it('answers 403 in words, for the caches too, and lets our own pages through', async () => {
    const app = stack()
      .use(lint())
      .use(csrf())
      .app(async ({ body }) => text(`got ${await body?.text()}`))
    const server = await serve(app, { listen: { host: '127.0.0.1', port: 0 } })
    // A server that listens on TCP has a port.
    const origin = `http://127.0.0.1:${(server.address as unknown as { port: number }).port}`
    const post = (headers: Record<string, string>): Promise<Response> => fetch(origin, { method: 'POST', headers, body: 'x' })
    const refused = await post({ origin: 'https://evil.example' })
    expect([refused.status, await refused.text(), refused.headers.get('vary')]).toEqual([
      403,
      'csrf: this request was made by a page of another origin, or of one that the browser does not tell\n',
      'Sec-Fetch-Site, Origin',
    ])
    const taken = await post({ origin })
    expect([taken.status, await taken.text()]).toEqual([200, 'got x'])
    await server.close({ grace: 0 })
  })
})

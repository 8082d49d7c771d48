import { HttpError, stack, text } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { cors } from './index.ts'

describe('cors over HTTP', () => {
  it('lets a page read answers and errors, and tells what it may do', async () => {
    const app = stack()
      .use(lint())
      .use(cors({ origins: ['https://app.example.org'], credentials: true }))
      .app(({ path }) => {
        if (path === '/broken') throw new TypeError('broken')
        if (path !== '/') throw new HttpError(404, 'There is no such page')
        return text('done')
      })
    const { error } = console
    const lines: string[] = []
    console.error = (line: string) => lines.push(line)
    const server = await serve(app, { listen: { host: '127.0.0.1', port: 0 } })
    // A server that listens on TCP has a port.
    const address = `http://127.0.0.1:${(server.address as unknown as { port: number }).port}`
    const ask = async (path: string, init: RequestInit = {}): Promise<unknown[]> => {
      const response = await fetch(address + path, {
        ...init,
        headers: { origin: 'https://app.example.org', ...Object.fromEntries(new Headers(init.headers)) },
      })
      const { headers } = response
      return [response.status, (await response.text()).split('\n')[0], headers.get('access-control-allow-origin'), headers.get('vary')]
    }
    expect(await ask('/')).toEqual([200, 'done', 'https://app.example.org', 'Origin'])
    expect(await ask('/x')).toEqual([404, 'There is no such page', 'https://app.example.org', 'Origin'])
    expect(await ask('/broken')).toEqual([500, 'Internal Server Error', 'https://app.example.org', 'Origin'])
    expect(await ask('/broken', { headers: { origin: 'https://evil.example' } })).toEqual([500, 'Internal Server Error', null, null])
    const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'DELETE' } }
    expect((await ask('/', preflight)).slice(0, 3)).toEqual([204, '', 'https://app.example.org'])
    expect(lines).toEqual([expect.stringContaining('broken'), expect.stringContaining('broken')])
    await server.close({ grace: 0 })
    console.error = error
  })
})

import { contextFor, fromFetch, json, toFetch, type Application, type Context } from '@gangway/gateway'
import { lint } from './lint.ts'

const codes: string[] = []
const reporting = () => lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })
const twice = (app: Application) => reporting()(reporting()(app))

beforeEach(() => {
  codes.length = 0
})

describe('a request body behind lints', () => {
  it('reads a request body as it is, whichever way', async () => {
    const ways: readonly ((context: Context) => Promise<unknown>)[] = [
      async ({ body }) => body?.json(),
      async ({ body }) => JSON.parse(await (body?.text() ?? '')),
      async ({ body }) => JSON.parse(new TextDecoder().decode(await body?.bytes())),
      async ({ request }) => request.json(),
      async (context) => new Response(ReadableStream.from(context.body ?? [])).json(),
    ]
    for (const way of ways) {
      const app = twice(async (context) => json(await way(context)))
      const response = await app(contextFor('POST', '/', { body: '{"a":[1]}' }))
      expect(await response.text()).toBe('{"a":[1]}')
    }
    expect(codes).toEqual([])
  })

  it('finds nothing in a Fetch handler behind toFetch and before fromFetch', async () => {
    const handler = toFetch(twice(fromFetch(async (request) => new Response(`${request.url} ${await request.text()}`))))
    const response = await handler(new Request('http://a.example/b?c=%27#d', { method: 'POST', body: 'e' }))
    expect(await response.text()).toBe('http://a.example/b?c=%27#d e')
    expect(codes).toEqual([])
  })
})

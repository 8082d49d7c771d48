// What forms, tokens, limits and CORS must do on every runtime; bundled into one file, and run by middleware-runtimes.test.ts.
import { contextFor, stack, text, type Application, type Completion, type ContextForInit } from '@gangway/gateway'
import { cors } from '@gangway/cors'
import { csrf } from '@gangway/csrf'
import { form } from '@gangway/form'
import { bodyLimit, rateLimit, timeout } from '@gangway/limit'

const secrets = ['a-secret-of-32-bytes-0123456789-']
const address = 'https://example.org/'
const over = Promise.withResolvers<Completion>()

function equal(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected)) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`)
}

async function ask(app: Application, method: string, init: ContextForInit): Promise<string> {
  try {
    const response = await app(contextFor(method, address, { completed: over.promise, log: () => {}, ...init }))
    return `${response.status} ${await response.text()}`
  } catch (error) {
    return `${String(Reflect.get(Object(error), 'status'))} ${String(Reflect.get(Object(error), 'code'))}`
  }
}

function multipart(size: number): ContextForInit {
  const file = `--X\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\n\r\n${'ä'.repeat(size / 2)}\r\n`
  const body = `--X\r\nContent-Disposition: form-data; name="a"\r\n\r\nä€\r\n${file}--X--\r\n`
  return { headers: { 'content-type': 'multipart/form-data; boundary=X' }, body }
}

async function readsForms(): Promise<void> {
  const reads = form()(async (context) => {
    const fields = await context.form.read()
    return text(`${fields.get('a')} ${fields.file('f')?.size} ${(await fields.file('f')?.bytes())?.length}`)
  })
  const streams = form()(async (context) => {
    let bytes = 0
    for await (const part of context.form.parts()) if (part.kind === 'file') for await (const chunk of part) bytes += chunk.byteLength
    return text(String(bytes))
  })
  const encoded = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=%C3%A4+b' }
  equal(await ask(reads, 'POST', encoded), '200 ä b undefined undefined', 'urlencoded')
  equal(await ask(reads, 'POST', multipart(1000)), '200 ä€ 1000 1000', 'multipart')
  equal(await ask(streams, 'POST', multipart(100_000)), '200 100000', 'parts')
  equal(await ask(reads, 'POST', { ...multipart(10), body: '--X' }), '400 ERR_FORM_MALFORMED', 'malformed')
  const spooled = globalThis.process?.getBuiltinModule?.('node:fs') ? '200 ä€ 100000 100000' : '413 ERR_FORM_TOO_LARGE'
  equal(await ask(reads, 'POST', multipart(100_000)), spooled, 'a large file')
}

async function checksTokens(): Promise<void> {
  const app = csrf({ secrets })(async (context) => text(context.method === 'GET' ? (await context.csrf.load()).token() : 'done'))
  const page = await app(contextFor('GET', address))
  const headers = { cookie: page.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': await page.text() }
  equal(await ask(app, 'POST', { headers }), '200 done', 'token')
  equal(await ask(app, 'POST', { headers: { ...headers, cookie: '' } }), '403 undefined', 'no cookie')
  equal(await ask(app, 'POST', { headers: { 'sec-fetch-site': 'cross-site' } }), '403 undefined', 'cross-site')
}

async function keepsLimits(): Promise<void> {
  const app = stack()
    .use(cors({ origins: ['https://app.example.org'] }))
    .use(rateLimit({ limit: 3 }))
    .use(bodyLimit(10))
    .use(timeout({ response: 50 }))
    .app(async ({ method, body }) => (method === 'PUT' ? new Promise<never>(() => {}) : text(`${(await body?.bytes())?.length}`)))
  equal(await ask(app, 'POST', { body: 'abc' }), '200 3', 'in the limits')
  equal(await ask(app, 'POST', { body: 'a'.repeat(11) }), '413 ERR_BODY_TOO_LARGE', 'body')
  equal(await ask(app, 'PUT', {}), '503 ERR_HANDLER_TIMEOUT', 'time')
  equal(await ask(app, 'POST', {}), '429 ERR_RATE_LIMITED', 'rate')
  const asked = { origin: 'https://app.example.org', 'access-control-request-method': 'PUT' }
  equal(
    (await app(contextFor('OPTIONS', address, { headers: asked }))).headers.get('access-control-allow-origin'),
    asked.origin,
    'preflight',
  )
}

/** Throws where a runtime does not do what it must. */
export async function smoke(): Promise<void> {
  await readsForms()
  await checksTokens()
  await keepsLimits()
  over.resolve({ outcome: 'sent', bytes: 0, milliseconds: 0 })
}

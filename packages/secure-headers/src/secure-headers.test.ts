import { contextFor, empty, html, HttpError, stack, stream, text, type Application, type Context } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import type { Csp } from './csp.ts'
import type { SecureHeadersOptions } from './options.ts'
import { secureHeaders } from './secure-headers.ts'

const https = 'https://example.org/'
const http = 'http://example.org/'

async function fieldsOf(
  app: Application<{ readonly csp: Csp }>,
  options: SecureHeadersOptions = {},
  url = https,
): Promise<Record<string, string>> {
  const stacked = stack().use(lint()).use(secureHeaders(options)).app(app)
  const response = await stacked(contextFor('GET', url))
  await response.arrayBuffer()
  return Object.fromEntries(response.headers)
}

const page = () => html`<p>page</p>`

describe('secureHeaders', () => {
  it('adds what makes browsers careful', async () => {
    expect(await fieldsOf(page)).toEqual({
      'content-security-policy':
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; " +
        "object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self'; upgrade-insecure-requests",
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    })
  })

  it('speaks of https on https only', async () => {
    const fields = await fieldsOf(page, {}, http)
    expect(fields).not.toHaveProperty('strict-transport-security')
    expect(fields['content-security-policy']).not.toContain('upgrade-insecure-requests')
    expect(await fieldsOf(page, { hsts: false })).not.toHaveProperty('strict-transport-security')
  })

  it('knows https by the connection, and by a layer outside that says so', async () => {
    const app = secureHeaders()(page)
    const encrypted = await app(contextFor('GET', http, { tls: { protocol: 'TLSv1.3' } }))
    expect(encrypted.headers.has('strict-transport-security')).toBe(true)
    const forwarded = await app(contextFor('GET', http).with({ url: https }))
    expect(forwarded.headers.has('strict-transport-security')).toBe(true)
  })

  it('never changes what the application has set, if to nothing', async () => {
    const chosen = {
      'content-security-policy': "default-src 'none'",
      'strict-transport-security': 'max-age=0',
      'x-frame-options': '',
      'referrer-policy': 'no-referrer',
      'permissions-policy': 'camera=*',
    }
    expect(await fieldsOf(() => text('page', { headers: chosen }))).toMatchObject(chosen)
  })

  it('keeps every cookie', async () => {
    const app = secureHeaders()(
      () =>
        new Response('', {
          headers: [
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2, 3'],
          ],
        }),
    )
    expect((await app(contextFor('GET', https))).headers.getSetCookie()).toEqual(['a=1', 'b=2, 3'])
  })

  it.each<[string, () => Response]>([
    ['an immutable response', () => Response.redirect('https://example.org/x')],
    ['a native response', () => new Response('x', { headers: { 'content-type': 'text/plain; charset=utf-8' } })],
    ['no content', () => empty()],
    ['an error', () => text('no', { status: 500 })],
    ['a part', () => text('x', { status: 206, headers: { 'content-range': 'bytes 0-0/2' } })],
  ])('covers %s', async (_, answer) => {
    expect(await fieldsOf(answer)).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.any(String) })
  })

  it('leaves a 304 to the fields that the cached page came with', async () => {
    expect(await fieldsOf(() => empty({ status: 304, headers: { etag: '"a"' } }))).toEqual({
      etag: '"a"',
      'strict-transport-security': 'max-age=31536000',
    })
  })

  it('does not touch what is no response of ours', () => {
    const upgraded = Object.create(Response.prototype, { status: { value: 101 } })
    expect(secureHeaders()(() => upgraded)(contextFor('GET', http))).toBe(upgraded)
    const broken: Application = Reflect.apply(secureHeaders(), undefined, [() => undefined])
    const nothing = broken(contextFor('GET', http))
    expect(nothing).toBeUndefined()
  })

  it('stays synchronous, lets errors pass and reads no body', async () => {
    const app = (inner: Application) => secureHeaders()(inner)(contextFor('GET', http))
    expect(app(page)).toBeInstanceOf(Response)
    const failure = () => {
      throw new HttpError(418)
    }
    expect(() => app(failure)).toThrow(HttpError)
    await expect(app(async () => failure())).rejects.toThrow(HttpError)
    let reads = 0
    const response = await app(() =>
      stream(
        (async function* () {
          reads++
          yield 'x'
        })(),
      ),
    )
    expect(reads).toBe(0)
    expect(await response.text()).toBe('x')
  })

  it('arrives over HTTP', async () => {
    await using server = await serve(secureHeaders()(page), { listen: '127.0.0.1:0' })
    const port = server.address.kind === 'tcp' ? server.address.port : 0
    const { headers } = await fetch(`http://127.0.0.1:${port}/`)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self'; /)
    expect(headers.get('strict-transport-security')).toBeNull()
  })
})

describe('csp.nonce', () => {
  const seen: string[] = []
  const scripted: Application<{ readonly csp: Csp }> = ({ csp }) => {
    seen.push(csp.nonce)
    return html`<script nonce="${csp.nonce}">1</script>`
  }

  it('is in the policy when it was read, new for each request, and has 128 bits', async () => {
    for (let index = 0; index < 3; index++) {
      const { 'content-security-policy': policy } = await fieldsOf(scripted)
      expect(policy).toContain(`script-src 'self' 'nonce-${seen.at(-1)}'; `)
      expect(policy).toContain(`style-src 'self' 'nonce-${seen.at(-1)}'; `)
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.every((nonce) => /^[A-Za-z0-9+/]{22}==$/.test(nonce))).toBe(true)
  })

  it('lives on in derived contexts, and is made by none', async () => {
    const derived =
      (app: Application<{ readonly csp: Csp }>): Application<{ readonly csp: Csp }> =>
      (context) =>
        app(context.with({ path: '/x' }))
    expect((await fieldsOf(derived(scripted)))['content-security-policy']).toContain(`'nonce-${seen.at(-1)}'`)
    expect((await fieldsOf(derived(page)))['content-security-policy']).not.toContain('nonce')
  })

  it('cannot be read first when the policy is gone', async () => {
    const late: Application<{ readonly csp: Csp }> = ({ csp }) =>
      stream(
        (async function* () {
          yield csp.nonce
        })(),
        { headers: { 'content-type': 'text/html; charset=utf-8' } },
      )
    await expect(fieldsOf(late)).rejects.toThrow('secure-headers: csp.nonce is first read in the body')
    const early: Application<{ readonly csp: Csp }> = (context) => {
      seen.push(context.csp.nonce)
      return late(context)
    }
    expect((await fieldsOf(early))['content-security-policy']).toContain(`'nonce-${seen.at(-1)}'`)
  })

  it('is the same for a layer inside another, whose policy wins', async () => {
    const inner = secureHeaders({ contentSecurityPolicy: { 'connect-src': ["'self'"] } })(scripted)
    const { 'content-security-policy': policy } = await fieldsOf(inner)
    expect(policy).toContain(`'nonce-${seen.at(-1)}'`)
    expect(policy).toContain("connect-src 'self'")
  })

  it('is no key that others took', () => {
    const context: Context = contextFor('GET', http)
    const response = secureHeaders()(scripted)(context)
    expect(response).toBeInstanceOf(Response)
    expect(Object.keys(context)).toEqual(['csp'])
  })
})

describe('options', () => {
  it('change, remove and add directives', async () => {
    const contentSecurityPolicy = {
      'img-src': ['*'],
      'style-src': ["'self'", "'unsafe-inline'"],
      'base-uri': false,
      'upgrade-insecure-requests': false,
      'report-to': ['csp'],
      'frame-src': ['https://example.com:8443/a?b'],
    } as const
    const options = { contentSecurityPolicy, reportingEndpoints: { csp: '/reports?a=1' } }
    expect(await fieldsOf(page, options)).toMatchObject({
      'content-security-policy':
        "default-src 'self'; form-action 'self'; frame-ancestors 'self'; img-src *; object-src 'none'; script-src 'self'; " +
        "script-src-attr 'none'; style-src 'self' 'unsafe-inline'; report-to csp; frame-src https://example.com:8443/a?b",
      'reporting-endpoints': 'csp="/reports?a=1"',
    })
  })

  it('report only, or leave the policy out', async () => {
    const reported = await fieldsOf(page, { reportOnly: true })
    expect(reported['content-security-policy-report-only']).toMatch(/^default-src/)
    expect(reported).not.toHaveProperty('content-security-policy')
    expect(await fieldsOf(page, { contentSecurityPolicy: false })).not.toHaveProperty('content-security-policy')
    const none = Object.fromEntries(['default', 'img', 'object', 'script', 'style'].map((name) => [`${name}-src`, false] as const))
    const nothing = {
      ...none,
      'base-uri': false,
      'form-action': false,
      'frame-ancestors': false,
      'script-src-attr': false,
      'upgrade-insecure-requests': false,
    } as const
    expect(await fieldsOf(page, { contentSecurityPolicy: nothing })).not.toHaveProperty('content-security-policy')
  })

  it('say how strict the rest is', async () => {
    const options = {
      hsts: { includeSubDomains: true, preload: true, maxAge: 63_072_000 },
      referrerPolicy: 'no-referrer, strict-origin',
      permissionsPolicy: { camera: [], fullscreen: ['self', 'https://example.com'], autoplay: ['*'] },
      openerPolicy: 'same-origin-allow-popups',
      resourcePolicy: false,
      embedderPolicy: 'require-corp',
      frameOptions: 'DENY',
    } as const
    const fields = await fieldsOf(page, options)
    expect(fields).toMatchObject({
      'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
      'referrer-policy': 'no-referrer, strict-origin',
      'permissions-policy': 'camera=(), fullscreen=(self "https://example.com"), autoplay=*',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'cross-origin-embedder-policy': 'require-corp',
      'x-frame-options': 'DENY',
    })
    expect(fields).not.toHaveProperty('cross-origin-resource-policy')
    expect(await fieldsOf(page, { permissionsPolicy: {} })).not.toHaveProperty('permissions-policy')
  })

  it.each<[unknown, string]>([
    [{ contentSecurityPolicy: { scriptSrc: ["'self'"] } }, '"scriptSrc" is not a directive'],
    [{ contentSecurityPolicy: { 'script-src': "'self'" } }, 'script-src takes a list of sources, or false'],
    [{ contentSecurityPolicy: { 'script-src': ['self'] } }, 'self in script-src is a keyword, which has single quotes: "\'self\'"'],
    [{ contentSecurityPolicy: { 'script-src': ['sha256-abc='] } }, 'is a keyword, which has single quotes'],
    [{ contentSecurityPolicy: { 'script-src': ['a; img-src *'] } }, '"a; img-src *" in script-src is not a source'],
    [{ contentSecurityPolicy: { 'script-src': ['a,b'] } }, 'is not a source'],
    [{ contentSecurityPolicy: { 'script-src': ['a\r\nx: y'] } }, 'is not a source'],
    [{ contentSecurityPolicy: { 'script-src': ['ü'] } }, 'is not a source'],
    [{ contentSecurityPolicy: { 'script-src': [''] } }, 'is not a source'],
    [{ contentSecurityPolicy: { 'script-src': ["'none'", "'self'"] } }, "'none' in script-src is not alone"],
    [{ hsts: { maxAge: '1' } }, 'hsts.maxAge is a number of seconds'],
    [{ hsts: { preload: true } }, 'hsts.preload needs includeSubDomains and a maxAge of a year'],
    [{ referrerPolicy: 'a\nb' }, 'is not a value of referrer-policy'],
    [{ permissionsPolicy: { camera: ['x"y'] } }, 'is not a URL'],
    [{ permissionsPolicy: { Camera: [] } }, '"Camera" is not a name in lower case'],
    [{ reportingEndpoints: { csp: 'https://exa mple' } }, 'is not a URL'],
  ])('%j is refused at once', (options, message) => {
    expect(() => Reflect.apply(secureHeaders, undefined, [options])).toThrow(message)
    expect(() => Reflect.apply(secureHeaders, undefined, [options])).toThrow(TypeError)
  })
})

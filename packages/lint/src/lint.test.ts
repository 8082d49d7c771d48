import { contextFor, empty, reply, text } from '@gangway/gateway'
import fc from 'fast-check'
import { LintError, lint, type Violation } from './index.ts'

const found: Violation[] = []
const reporting = (name: string, severity: 'error' | 'warn' = 'warn') =>
  lint({ name, severity, onViolation: (violation) => found.push(violation) })
const findings = () => found.map(({ code, blame: { party, outside, inside } }) => [code, party, outside, inside])

beforeEach(() => {
  found.length = 0
})

const broken = () => empty({ status: 200, headers: { status: '404' } })

describe('lint', () => {
  it('throws a LintError that says which sentence is broken, by whom, and what was found', () => {
    const app = lint()(broken)
    const call = () => app(contextFor('GET', '/a?b'))
    expect(call).toThrow(LintError)
    expect(call).toThrow(
      'lint: LINT-223 GET /a: There is no `status` field: in CGI it would be the status. Found: "404". To blame: the application, inside lint 1. See RFC 3875 §6.3.3.',
    )
    expect(call).toThrow(
      expect.objectContaining({ code: 'LINT-223', violation: expect.objectContaining({ severity: 'error', found: '"404"' }) }),
    )
  })

  it('goes on when onViolation returns', async () => {
    const response = await reporting('a')(broken)(contextFor('GET', '/'))
    expect(response.headers.get('status')).toBe('404')
    expect(findings()).toEqual([['LINT-223', 'application', 'a', undefined]])
  })

  it('reports warnings only where they are asked for', async () => {
    await reporting('a', 'error')(() => reply('x'))(contextFor('GET', '/'))
    expect(findings()).toEqual([])
    await reporting('a', 'warn')(() => reply('x'))(contextFor('GET', '/'))
    expect(findings()).toEqual([['LINT-234', 'application', 'a', undefined]])
  })

  it('refuses options and applications that are none', () => {
    // What a caller of no types could pass.
    const wrong = (value: unknown) => value as never
    expect(() => lint(wrong({ severity: 'all' }))).toThrow("lint: severity is 'error' or 'warn'")
    expect(() => lint(wrong({ name: 1 }))).toThrow(TypeError)
    expect(() => lint(wrong({ onViolation: true }))).toThrow(TypeError)
    expect(() => lint()(wrong(text('a')))).toThrow('lint: an application is a function')
  })

  it('writes an error to the log when nobody is there to throw to', async () => {
    const lines: string[] = []
    const context = contextFor('GET', '/', { log: (line) => lines.push(line), signal: AbortSignal.abort('gone') })
    await lint()((inner) => empty(inner.signal.aborted ? 204 : 205))(context)
    expect(lines).toEqual([expect.stringContaining('LINT-321')])
  })
})

describe('a well-formed context', () => {
  const token = fc
    .stringMatching(/^[!#$%&'*+\-.^_`|~\da-z]{1,12}$/)
    .filter((name) => !['connection', 'keep-alive', 'te', 'upgrade', 'proxy', 'host', 'proxy-connection'].includes(name))
  const value = fc.stringMatching(/^[!-~\x80-\xff]([\t -~\x80-\xff]{0,20}[!-~\x80-\xff])?$/)
  const segment = fc.stringMatching(/^([\w\-.~!$&'()*+,;=:@|^`{}[\]"<>]|%[\dA-F]{2}){0,6}$/)
  const request = fc.record({
    method: token,
    mount: fc.constantFrom('', '/a', '/a/b%2Fc'),
    path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
    query: fc.option(segment, { nil: undefined }),
    headers: fc.dictionary(token, value),
    body: fc.option(fc.uint8Array({ minLength: 1 }), { nil: null }),
    origin: fc.constantFrom('', 'http://localhost'),
  })

  it('breaks no rule', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ method, mount, path, query, headers, body, origin }) => {
        const target = `${mount}${path}${query === undefined ? '' : `?${query}`}`
        // Dots may climb out of the mount: then there is none.
        const isMounted = new URL(`http://localhost${target}`).pathname.startsWith(`${mount}/`)
        const context = contextFor(method, origin + target, { headers, body, mount: isMounted ? mount : '' })
        const app = reporting('a')(async (inner) => text(String(await inner.body?.text())))
        await reporting('b')(app)(context)
        expect(found).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let built = ''

// As it is published: what strips the types would load modules of its own.
beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'gateway-loading-'))
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'packages/gateway'), '--outDir', built])
  writeFileSync(join(built, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(built, { recursive: true }))

/** Runs a program against the built package in a process of its own, and returns what it printed. */
function run(program: string, prelude = ''): unknown {
  const path = join(built, 'program.js')
  writeFileSync(path, `${prelude}\nconst gateway = await import(${JSON.stringify(pathToFileURL(join(built, 'index.js')))})\n${program}`)
  return JSON.parse(execFileSync(process.execPath, [path], { encoding: 'utf8', env: { PATH: process.env.PATH } }))
}

/** What `exchange` needs, and a call of it that returns what was sent. */
const exchanging = `
const { exchange, text, html, json, redirect, empty, file, stream, raw, reply, withHeaders, withBody, bodyOf, extend, stack, HttpError } = gateway
const plain = { method: 'GET', target: '/', scheme: 'http', authority: 'a.test', mount: '', path: '/', query: '', fields: ['Host', 'a.test'],
  body: null, client: { address: '' }, tls: null, gateway: {}, can: {}, log() {}, waitUntil() {} }
const sent = []
const carry = (app, incoming = plain) => exchange(app, incoming, {
  send: (head, body) => sent.push(String(head.status)), start: (head) => sent.push(String(head.status)), write() {}, end() {}, fail() {} })
`

const programs: [name: string, program: string, status: string][] = [
  ['text', 'carry(() => text("x"))', '200'],
  ['an asynchronous application', 'carry(async () => text("x"))', '200'],
  ['html', 'carry(({ headers }) => html`<p>${headers.get("host")}${html`<b>`}${raw("<i>")}${["<"]}`)', '200'],
  ['json', 'carry(() => json({ a: 1 }))', '200'],
  ['redirect', 'carry(() => redirect("/x"))', '302'],
  ['empty', 'carry(() => empty())', '204'],
  ['headers', 'carry(() => reply("x", { headers: { a: "b" } })); text("x").headers.set("a", "b")', '200'],
  ['middleware', 'carry(() => withHeaders(withBody(text("x"), "y"), (headers) => headers.set("a", "b")))', '200'],
  ['a stack', 'carry(stack().use((app) => (context) => app(extend(context, { a: 1 }))).app(({ a }) => text(a)))', '200'],
  ['a derived context', 'carry((context) => text(context.with({ mount: "/m", path: "/p" }).url.href))', '200'],
  ['HttpError', 'carry(() => { throw new HttpError(404) })', '404'],
  ['an error', 'carry(() => { throw new Error("x") })', '500'],
  ['an async iterable', 'carry(() => stream((async function* () { yield "x" })()))', '200'],
  ['a file', 'carry(() => file(process.execPath))', '200'],
  [
    'a body',
    'carry(async ({ body }) => text(await body.text()), { ...plain, method: "POST", body: (async function* () { yield new Uint8Array(1) })() })',
    '200',
  ],
  ['abort', 'carry(() => new Promise(() => {})).abort(); carry(() => text("x"))', '200'],
]

describe('loading', () => {
  // One process for all, in this order: whatever comes to be loaded is counted where it comes.
  const results = new Map<string, unknown>()
  beforeAll(() => {
    const code = `
      ${exchanging}
      const heavy = () => process.moduleLoadList.filter((name) => /undici|webstreams|fetch|internal\\/perf\\/(?!utils)/.test(name))
      const results = [['import', [heavy().filter((name) => !atStart.has(name))]]]
      const check = async (name, program) => {
        const before = heavy()
        sent.length = 0
        program()
        while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
        results.push([name, [sent[0], heavy().filter((name) => !before.includes(name))]])
      }
      ${programs.map(([name, program]) => `await check(${JSON.stringify(name)}, () => { ${program} })`).join('\n')}
      console.log(JSON.stringify(results))`
    const prelude = 'const atStart = new Set(process.moduleLoadList)'
    for (const [name, result] of run(code, prelude) as [string, unknown][]) results.set(name, result)
  })

  it('the package itself needs neither', () => {
    expect(results.get('import')).toEqual([[]])
  })

  test.each(programs)('%s needs neither undici nor streams nor performance', (name, _, status) => {
    expect(results.get(name)).toEqual([status, []])
  })

  it('undici comes with the first request, genuine response or question for it', () => {
    const programs = [
      'carry(({ request }) => text(request.url))',
      'carry(() => new Response("x"))',
      'text("x") instanceof Response',
      'text("x").body',
    ]
    for (const program of programs) {
      const loaded = run(`${exchanging}\n${program}\nconsole.log(process.moduleLoadList.some((name) => name.includes('undici')))`)
      expect([program, loaded]).toEqual([program, true])
    }
  })
})

describe('a runtime without the globals of Node', () => {
  const bare = `
    const print = console.log
    await new Response(await new Request('http://a.test/', { method: 'POST', body: 'x' }).text()).text() // Node's own parts need these globals
    for (const name of ['process', 'setImmediate', 'clearImmediate', 'global']) delete globalThis[name]`

  it('serves through toFetch', () => {
    const program = `
      const { toFetch, fromFetch, text, html, json, stream, stack, HttpError, redirect } = gateway
      const apps = [
        () => text('é'), () => html\`<p>\${'<'}\`, () => json([1]), () => redirect('/x'), () => { throw new HttpError(404) },
        () => stream((async function* () { yield 'a'; yield 'b' })()), async ({ body }) => text(await body.text()),
        fromFetch(async (request) => new Response(await request.text())), ({ path }) => text(path),
      ]
      const answers = []
      for (const app of apps) {
        const response = await toFetch(stack().app(app))(new Request('http://a.test/p', { method: 'POST', body: 'body' }))
        answers.push([response.status, await response.text()])
      }
      print(JSON.stringify(answers))`
    expect(run(program, bare)).toEqual([
      [200, 'é'],
      [200, '<p>&lt;'],
      [200, '[1]'],
      [302, ''],
      [404, 'Not Found\n'],
      [200, 'ab'],
      [200, 'body'],
      [200, 'body'],
      [200, '/p'],
    ])
  })

  it('exchanges whole bodies, without Buffer too', () => {
    const program = `${exchanging}
      carry(() => text('x'))
      let length
      exchange(() => text('é☃'), plain, { send: (head) => (length = head.length) })
      print(JSON.stringify([sent, length]))`
    const printing = 'const write = process.stdout.write.bind(process.stdout)\nconst print = (line) => write(line)'
    expect(run(program, `${printing}\nfor (const name of ['process', 'Buffer', 'setImmediate']) delete globalThis[name]`)).toEqual([
      ['200'],
      5,
    ])
  })

  it('says that it has no files', () => {
    const program = `
      const lines = []
      const response = await gateway.toFetch(() => gateway.file('/etc/hostname'), { log: (line) => lines.push(line) })(new Request('http://a.test/'))
      print(JSON.stringify([response.status, lines.join().includes('needs a runtime with a file system')]))`
    expect(run(program, bare)).toEqual([500, true])
  })
})

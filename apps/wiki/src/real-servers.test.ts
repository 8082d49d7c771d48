import { rmSync } from 'node:fs'
import { escapeHtml } from '@gangway/gateway'
import { findBinary } from '../../../test/src/binary.ts'
import type { Answer } from '../../../test/src/client.ts'
import { startPostgres, type PostgresServer } from '../../../test/src/postgres.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import type { Gateway, RunningGateway } from '../../../test/src/wiki/gateway.ts'
import { gateways } from '../../../test/src/wiki/gateways.ts'
import { adminPassword, startWiki, type WikiProcesses } from '../../../test/src/wiki/processes.ts'
import { newDatabase } from '../test/new-database.ts'
import { formOf } from '../test/form-of.ts'

const overPostgres = new Set(['HTTP/1.1', 'the recipe nginx-fastcgi', 'the recipe apache-cgi', 'the recipe lighttpd-fastcgi'])
const fieldsOfServers = new Set(['accept-ranges', 'connection', 'content-length', 'date', 'keep-alive', 'server', 'transfer-encoding'])
// What a page gets from layers that a CGI process does not load.
const fieldsOfLongLife = new Set(['etag'])
const hostileTitle = `a/b <i>&"' 入港 ü 100% %2F +?#;=\\~`
const hostileText = `# <script>alert(1)</script>\n\n</textarea> & 入港 \u{1F6A2} [[a/b]]\n`.repeat(500)

/** What the application says in its fields; the rest is the server's, and differs with it. */
function ownFields({ fields }: Answer): Record<string, string> {
  const { vary = '', ...others } = fields
  const own = Object.entries(others).filter(([name]) => !fieldsOfServers.has(name) && !fieldsOfLongLife.has(name))
  const names = vary.split(/,\s*/).filter((name) => name !== '' && name !== 'accept-encoding')
  return { ...Object.fromEntries(own), vary: names.join(', ') }
}

/** The same without what is only said over https. */
function withoutHttps(fields: Record<string, string>): Record<string, string> {
  const others = Object.entries(fields).filter(([name]) => name !== 'strict-transport-security')
  return Object.fromEntries(others.map(([name, value]) => [name, value.replace('; upgrade-insecure-requests', '')]))
}

describe('the wiki on SQLite', () => {
  wikiBehind(gateways, () => startWiki())
})

requireBinaries('postgres', 'initdb')('the wiki on PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())
  wikiBehind(
    gateways.filter(({ name }) => overPostgres.has(name)),
    async () => startWiki(await newDatabase(server, 'wiki')),
  )
})

/** The same requests through each of these, to one wiki. */
function wikiBehind(behind: readonly Gateway[], start: () => Promise<WikiProcesses>): void {
  const installed = behind.filter(({ needs }) => needs.every(findBinary))
  const [http] = behind
  const running = new Map<Gateway, Promise<RunningGateway>>()
  const cookies = new Map<Gateway, string>()
  let wiki: WikiProcesses | undefined

  beforeAll(async () => {
    wiki = await start()
  })
  afterAll(async () => {
    const started = await Promise.allSettled(running.values())
    await Promise.all(started.flatMap((each) => (each.status === 'fulfilled' ? [each.value.stop()] : [])))
    await wiki?.stop()
    if (wiki) rmSync(wiki.folder, { recursive: true, force: true })
  })

  /** Sends a request to the wiki through a gateway, which starts at its first. */
  async function ask(
    gateway: Gateway | undefined,
    method: string,
    path: string,
    form?: Record<string, string>,
    cookie = '',
  ): Promise<Answer> {
    if (!gateway || !wiki) throw new TypeError('there is no such gateway')
    const started = running.get(gateway) ?? gateway.start(wiki)
    running.set(gateway, started)
    const { headers, body } = form ? formOf(form) : { headers: {}, body: undefined }
    // Not every client of ours unpacks what it gets.
    const init = {
      headers: { 'accept-encoding': 'identity', ...headers, ...(cookie !== '' && { cookie }) },
      ...(body !== undefined && { body }),
    }
    return (await started).ask(method, gateway.mount + path, init)
  }

  /** As `ask`, by somebody who is logged in there. */
  async function write(gateway: Gateway, method: string, path: string, form?: Record<string, string>): Promise<Answer> {
    const cookie = cookies.get(gateway) ?? (await logIn(gateway))
    cookies.set(gateway, cookie)
    return ask(gateway, method, path, form, cookie)
  }

  async function logIn(gateway: Gateway): Promise<string> {
    const { status, fields } = await ask(gateway, 'POST', '/login', { username: 'admin', password: adminPassword })
    const [cookie = ''] = String(fields['set-cookie']).split(';')
    expect([status, cookie]).toEqual([303, expect.stringMatching(/^(?:__Host-|__Secure-)?session=/)])
    return cookie
  }

  /** What the wiki answers over HTTP at the root, with its links below the mount. */
  async function expected(mount: string, path: string): Promise<Answer> {
    const answer = await ask(http, 'GET', path)
    return { ...answer, fields: ownFields(answer), body: answer.body.replaceAll(/(?<=(?:href|src|action)=")(?=\/)/g, mount) }
  }

  for (const [index, gateway] of behind.entries()) {
    requireBinaries(...gateway.needs)(gateway.name, () => {
      const { mount } = gateway

      it.each(['/', '/static/style.css', '/nothing', '/page/Not%20yet%2F%E5%85%A5%E6%B8%AF', '/page?title=..%2F%26', '/search?q=gateway'])(
        'serves the same bytes at %s',
        async (path) => {
          const answer = await ask(gateway, 'GET', path)
          expect({ ...answer, fields: withoutHttps(ownFields(answer)) }).toEqual(await expected(mount, path))
        },
      )

      it('answers HEAD as GET, without the body', async () => {
        const answer = await ask(gateway, 'HEAD', '/')
        expect({ ...answer, fields: withoutHttps(ownFields(answer)) }).toEqual({ ...(await expected(mount, '/')), body: '' })
      })

      it('saves a page, which is read and changed through the next gateway', async () => {
        const next = installed[(installed.indexOf(gateway) + 1) % installed.length] ?? gateway
        const title = `${hostileTitle} ${index}`
        const address = title.split('/').map(encodeURIComponent).join('/')
        const saved = await write(gateway, 'POST', '/new', { title, text: hostileText.replaceAll('\n', '\r\n'), revision: '0' })
        expect([saved.status, saved.fields['location']]).toEqual([303, `${mount}/page/${address}`])

        const page = await ask(next, 'GET', `/page/${address}`)
        expect(page.body).toContain(`<h1 dir="auto">${escapeHtml(title)}</h1>`)
        expect(page.body).toBe((await expected(next.mount, `/page/${address}`)).body)
        const form = await write(next, 'GET', `/edit/${address}`)
        expect(form.body).toContain(`>\n${escapeHtml(hostileText)}</textarea>`)

        const changed = await write(next, 'POST', `/edit/${address}`, { text: 'changed', revision: '1' })
        expect([changed.status, changed.fields['location']]).toEqual([303, `${next.mount}/page/${address}`])
        expect((await ask(gateway, 'GET', `/page/${address}`)).body).toContain('<p>changed</p>')
        expect((await ask(gateway, 'POST', `/edit/${address}`, { text: 'by nobody', revision: '2' })).status).toBe(403)
      })

      it.each([1.5, 12])('refuses a form of %d MiB', async (size) => {
        const answer = await write(gateway, 'POST', '/new', { title: 'Large', text: 'x'.repeat(size * 1_048_576), revision: '0' })
        expect(answer.status).toBe(413)
        expect(answer.body).toContain('Too large')
      })
    })
  }
}

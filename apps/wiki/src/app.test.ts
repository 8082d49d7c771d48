import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toFetch, type FetchHandler } from '@gangway/gateway'
import { formOf } from '../test/form-of.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { close, open } from './app.ts'

const folder = temporaryFolder()
const file = join(folder.path, 'made', 'wiki.sqlite')
let wiki: FetchHandler

beforeAll(async () => {
  process.env['WIKI_DATA'] = file
  wiki = toFetch(await open())
})
afterAll(async () => {
  await close()
  folder[Symbol.dispose]()
})

async function get(path: string, method = 'GET'): Promise<Response> {
  return await wiki(new Request(`http://wiki.example${path}`, { method }))
}

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const form = formOf(fields)
  return await wiki(
    new Request(`http://wiki.example${path}`, { method: 'POST', body: form.body, headers: { ...form.headers, ...headers } }),
  )
}

describe('the wiki', () => {
  it('makes its data file, and pages to begin with that link to each other', async () => {
    expect(existsSync(file)).toBe(true)
    const list = await (await get('/pages')).text()
    const addresses = [...list.matchAll(/<li><a href="([^"]+)"/g)].map(([, address = '']) => address)
    expect(addresses).toContain('/')
    expect(addresses).toHaveLength(6)
    const wanted = new Set<string>()
    for (const address of addresses) {
      const response = await get(address)
      expect(response.status).toBe(200)
      const page = await response.text()
      for (const [, missing = ''] of page.matchAll(/class="missing"[^>]*href="([^"]+)"/g)) wanted.add(missing)
    }
    // Those that show what a page yet to be written looks like.
    expect([...wanted]).toHaveLength(4)
  })

  it('takes a page from the form to the reader', async () => {
    const saved = await post('/new', { title: 'Servers/nginx', text: '# Hello\r\n\r\n[[入港]]', revision: '0' })
    expect(saved.status).toBe(303)
    const page = await (await get(saved.headers.get('location') ?? '')).text()
    expect(page).toContain('<h1 dir="auto">Servers/nginx</h1>')
    expect(page).toContain('<h2>Hello</h2>')
    expect((await get('/page/Servers%2Fnginx')).status).toBe(200)
  })

  it('shows an error in its own looks', async () => {
    const response = await get('/nothing')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('There is nothing at this address.')
  })

  it('answers 405 with Allow', async () => {
    const response = await get('/pages', 'DELETE')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  it('refuses a form of another site', async () => {
    const response = await post('/new', { title: 'Evil', text: '', revision: '0' }, { 'sec-fetch-site': 'cross-site' })
    expect(response.status).toBe(403)
    expect((await get('/page/Evil')).status).toBe(404)
  })

  it('refuses a form of more than 1 MiB', async () => {
    expect((await post('/new', { title: 'Big', text: 'x'.repeat(1_048_576), revision: '0' })).status).toBe(413)
  })

  it('serves its style and its icon', async () => {
    const style = await get('/style.css')
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await style.text()).toContain('color-scheme: light dark')
    expect((await get('/icon.svg')).headers.get('content-type')).toBe('image/svg+xml')
  })

  it('opens again after it was closed', async () => {
    await close()
    await close()
    wiki = toFetch(await open())
    expect((await get('/page/Servers/nginx')).status).toBe(200)
  })

  it('says what is wrong with a data file that cannot be used', async () => {
    await close()
    process.env['WIKI_DATA'] = folder.path
    await expect(open()).rejects.toThrow(`wiki: cannot use the data file ${folder.path}`)
    process.env['WIKI_DATA'] = file
    wiki = toFetch(await open())
  })
})

import { bodyOf } from '@gangway/gateway'
import { temporaryPages } from '../../test/temporary-pages.ts'
import { wikiContextFor } from '../../test/wiki-context-for.ts'
import { showFrontPage, showPage } from './show-page.ts'

describe('showPage', () => {
  it('shows a page with links below the mount', async () => {
    using pages = await temporaryPages({ A: 'see [[B]] and [[C]]', B: '' })
    const response = await showPage(wikiContextFor(pages, 'GET', '/cgi-bin/wiki.cgi/page/A', { mount: '/cgi-bin/wiki.cgi' }))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const page = await response.text()
    expect(page).toContain('<h1 dir="auto">A</h1>')
    expect(page).toContain('see <a href="/cgi-bin/wiki.cgi/page/B">B</a> and <a class="missing"')
    expect(page).toContain('<time datetime="2026-01-02T03:04:05.000Z">2 Jan 2026, 03:04 UTC</time>')
    expect([...page.matchAll(/(?:href|src)="([^#"]*)"/g)].filter(([, address]) => !address?.startsWith('/cgi-bin/wiki.cgi/'))).toEqual([])
  })

  it('escapes title and text', async () => {
    const title = '"><script>alert(1)</script>'
    using pages = await temporaryPages({ [title]: `# <script>alert(2)</script>\n\n[[${title}]]` })
    const response = await showPage(wikiContextFor(pages, 'GET', `/page/${encodeURIComponent(title)}`))
    expect(response.status).toBe(200)
    expect(bodyOf(response)).not.toMatch(/<script|"><s/)
  })

  it('lets nothing run in the browser', async () => {
    using pages = await temporaryPages({ A: '' })
    const { headers } = await showPage(wikiContextFor(pages, 'GET', '/page/A'))
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; (?!.*(?:script-src|unsafe))/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('says so when a page has no text', async () => {
    using pages = await temporaryPages({ A: '' })
    expect(bodyOf(await showPage(wikiContextFor(pages, 'GET', '/page/A')))).toContain('This page has no text yet.')
  })

  it('invites to write a page that is not there', async () => {
    using pages = await temporaryPages()
    const response = await showPage(wikiContextFor(pages, 'GET', '/wiki/page/a%2F<b>', { mount: '/wiki' }))
    expect(response.status).toBe(404)
    expect(bodyOf(response)).toContain('href="/wiki/edit/a/%3Cb%3E"')
  })

  it('renders anew what an older renderer made', async () => {
    using pages = await temporaryPages()
    await pages.save({ title: 'A', text: '*new*', markup: '<p>old</p>', markupVersion: 0, base: 0 })
    expect(bodyOf(await showPage(wikiContextFor(pages, 'GET', '/page/A')))).toContain('<p><em>new</em></p>')
  })
})

describe('showFrontPage', () => {
  it('gives the same bytes each time', async () => {
    using pages = await temporaryPages({ 'Welcome aboard': 'hello' })
    const [one, other] = await Promise.all(['/', '/?x=y'].map((url) => showFrontPage(wikiContextFor(pages, 'GET', url))))
    expect(one && bodyOf(one)).toContain('<p>hello</p>')
    expect(one && bodyOf(one)).toBe(other && bodyOf(other))
  })
})

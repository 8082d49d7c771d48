import { testWiki } from '../../test/test-wiki.ts'
import { editOf } from '../../test/edit-of.ts'
import { savePage } from '../model/save-page.ts'

const wiki = testWiki()

describe('GET /page', () => {
  beforeAll(async () => {
    const { database } = wiki()
    await savePage(database, await editOf('Long', '# A\n\n## B\n\n### C\n\n[[Nowhere]] [[Gateways|there]]'))
    await savePage(database, await editOf('Long', 'second', { base: 1 }))
    await savePage(database, await editOf('..', 'dots'))
    await savePage(database, await editOf(`<script>"&'`, '<script>alert(1)</script>'))
  })

  it('shows an old revision as such, with its contents', async () => {
    const { body, status } = await wiki().visitor().get('/page/Long?revision=1')
    expect(status).toBe(200)
    expect(body).toContain('This is revision 1 of')
    expect(body).toContain('<li class="level-3"><a href="#section-c">C</a></li>')
    expect(body).toContain('<a class="missing" title="Nobody has written this page yet" href="/page/Nowhere">Nowhere</a>')
    expect(body).toContain('<a href="/page/Gateways">there</a>')
  })

  it.each(['/page?title=..', '/page/%2E%2E', '/page/..%2F..'])('finds %s, or says that nobody has written it', async (address) => {
    const { status } = await wiki().visitor().get(address)
    expect([200, 404]).toContain(status)
  })

  it('reads a title from the query where browsers would resolve it', async () => {
    expect((await wiki().visitor().get('/page?title=..')).body).toContain('<p>dots</p>')
  })

  it('escapes titles and texts', async () => {
    const { body } = await wiki()
      .visitor()
      .get(`/page/${encodeURIComponent(`<script>"&'`)}`)
    expect(body).toContain('<h1 dir="auto">&lt;script&gt;&quot;&amp;&#39;</h1>')
    expect(body).toContain('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')
    expect(body).not.toContain('<script>')
  })

  it('renders markup anew that an older release made', async () => {
    const { database } = wiki()
    await database.query.updateTable('pages').set({ markup: '<p>old</p>', markup_version: 0 }).where('title', '=', '..').execute()
    expect((await wiki().visitor().get('/page?title=..')).body).toContain('<p>dots</p>')
  })

  it.each([
    ['/page/%FF', 404],
    ['/page', 404],
    [`/page/${'x'.repeat(201)}`, 404],
    ['/page/%00', 404],
    ['/page/Not%20yet', 404],
    ['/page/Long?revision=9', 200],
    ['/page/Long?revision=x', 400],
    ['/nothing', 404],
    ['/bug', 404],
  ])('answers %s with %d', async (address, status) => {
    const page = await wiki().visitor().get(address)
    expect(page.status).toBe(status)
    expect(page.body).toContain('<main id="content">')
  })
})

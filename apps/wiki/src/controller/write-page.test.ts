import { sql } from 'kysely'
import { testWiki } from '../../test/test-wiki.ts'
import type { Browser } from '../../test/browser.ts'

const wiki = testWiki()
let ann: Browser
let count = 0

beforeAll(async () => {
  ann = await wiki().member('Ann', 'editor')
})

async function newPage(text: string): Promise<string> {
  const title = `Page ${++count}`
  expect((await ann.post('/new', { title, text, revision: '0' })).status).toBe(303)
  return encodeURIComponent(title)
}

describe('the edit form', () => {
  it('has the text as it is, and what belongs to it', async () => {
    const title = await newPage('\n</textarea> & <b>\r\nlast')
    const { body } = await ann.get(`/edit/${title}`)
    expect(body).toContain('>\n\n&lt;/textarea&gt; &amp; &lt;b&gt;\nlast</textarea>')
    expect(body).toContain('name="revision" value="1"')
  })

  it('is not for those who may not write', async () => {
    const reader = await wiki().member('Rita', 'reader')
    for (const browser of [reader, wiki().visitor()]) {
      expect((await browser.get('/edit/Gateways')).status).toBe(403)
      expect((await browser.get('/new')).status).toBe(403)
      expect((await browser.get('/')).body).not.toContain('/edit/')
    }
    expect((await reader.post('/edit/Gateways', { text: 'x', revision: '1' })).status).toBe(403)
  })

  it('comes back with the text when its writer was logged out', async () => {
    const { status, body } = await wiki().visitor().post('/edit/Gateways', { text: 'hours of work', revision: '1' })
    expect(status).toBe(403)
    expect(body).toContain('You are not logged in any more.')
    expect(body).toContain('hours of work</textarea>')
  })

  it('comes back with the text when something is in the way', async () => {
    for (const fields of [
      { title: '' },
      { title: 'x'.repeat(201) },
      { title: 'Tags', tags: 'a/b' },
      { title: 'Tags', tags: 'x'.repeat(41) },
    ]) {
      const { status, body } = await ann.post('/new', { text: 'kept', revision: '0', ...fields })
      expect(status).toBe(422)
      expect(body).toContain('kept</textarea>')
    }
    expect((await ann.post('/new', { title: 'Long', text: 'x'.repeat(100_001), revision: '0' })).status).toBe(422)
  })

  it.each([{}, { text: 'x' }, { text: 'x', revision: '-1' }, { text: 'x', revision: '1e9' }, { revision: '0' }])(
    'is complete, unlike %j',
    async (fields) => {
      expect((await ann.post('/edit/Gateways', { ...fields })).status).toBe(400)
    },
  )

  it('shows a preview without saving', async () => {
    const { status, body } = await ann.post('/new/preview', { title: 'Seen', text: '**bold** [[Gateways]]', tags: 'x', revision: '0' })
    expect(status).toBe(200)
    expect(body).toContain('<strong>bold</strong> <a href="/page/Gateways">Gateways</a>')
    expect(body).toContain('value="Seen"')
    expect((await ann.get('/page/Seen')).status).toBe(404)
    expect((await ann.post('/preview/Gateways', { text: 'x', revision: '1' })).body).toContain('<p>x</p>')
  })
})

describe('a save', () => {
  it('leaves the tags alone where the form does not speak of them', async () => {
    await ann.post('/new', { title: 'Tagged', text: 'one', tags: 'x', revision: '0' })
    await ann.post('/edit/Tagged', { text: 'two', revision: '1' })
    expect((await ann.get('/page/Tagged')).body).toContain('href="/tag/x"')
    await ann.post('/edit/Tagged', { text: 'two', tags: '', revision: '2' })
    expect((await ann.get('/page/Tagged')).body).not.toContain('href="/tag/x"')
  })
})

describe('an edit that was overtaken', () => {
  it('is shown with both versions where both changed a line', async () => {
    const title = await newPage('one\ntwo\n')
    await ann.post(`/edit/${title}`, { text: 'theirs\ntwo\n', revision: '1' })
    const { status, body } = await ann.post(`/edit/${title}`, { text: 'mine\ntwo\n', revision: '1' })
    expect(status).toBe(409)
    expect(body).toContain(
      '&lt;&lt;&lt;&lt;&lt;&lt;&lt; Saved by somebody else\ntheirs\n=======\nmine\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; Yours\ntwo\n</textarea>',
    )
    expect(body).toContain('mine\ntwo\n</textarea>')
    expect((await ann.get(`/page/${title}`)).body).toContain('theirs')
  })

  it('loses nothing when two make the same page', async () => {
    const title = await newPage('first\n')
    const { status, body } = await ann.post('/new', { title: decodeURIComponent(title), text: 'second\n', revision: '0' })
    expect(status).toBe(409)
    expect(body).toMatch(/first[^]*second/)
    expect(body).toContain(`action="/edit/${title}"`)
  })

  it('is nothing when both wrote the same', async () => {
    const title = await newPage('one\n')
    await ann.post(`/edit/${title}`, { text: 'two\n', revision: '1' })
    expect((await ann.post(`/edit/${title}`, { text: 'two\n', revision: '1' })).status).toBe(303)
  })

  it('is answered soon, whatever the texts are', async () => {
    const title = await newPage('\n'.repeat(99_000))
    await ann.post(`/edit/${title}`, { text: `a${'\n'.repeat(99_000)}`, revision: '1' })
    const began = performance.now()
    expect((await ann.post(`/edit/${title}`, { text: `${'\n'.repeat(99_000)}b`, revision: '1' })).status).toBe(409)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

describe('an edit on a full disk', () => {
  it('is not saved, and comes back with its text', async () => {
    const { query } = wiki().database
    const text = 'a long text\n'.repeat(5000)
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(query)
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(query)
    const full = await ann.post('/new', { title: 'Too much', text, revision: '0' })
    await sql`pragma max_page_count = 1000000`.execute(query)
    expect(full.status).toBe(507)
    expect(full.body).toContain('The disk of the wiki is full.')
    expect(full.body).toContain(`${text}</textarea>`)
    expect((await ann.get('/page/Too%20much')).status).toBe(404)
    expect((await ann.post('/new', { title: 'Too much', text, revision: '0' })).status).toBe(303)
  })
})

import { testWiki } from '../../test/test-wiki.ts'

const wiki = testWiki()

describe('renaming', () => {
  it('leaves the old title as a way to the page', async () => {
    const ann = await wiki().member('Ann', 'editor')
    await ann.post('/new', { title: 'Before', text: 'text', revision: '0' })
    await ann.post('/new', { title: 'Linking', text: '[[Before]]', revision: '0' })
    expect((await ann.post('/rename/Before', { 'new-title': '  After/wards ' })).location).toBe('/page/After/wards')
    const old = await ann.get('/page/Before')
    expect([old.status, old.location]).toEqual([302, '/page/After/wards?from=Before'])
    expect((await ann.get(old.location ?? '')).body).toContain('This page was called <bdi>Before</bdi> before.')
    expect((await ann.get('/page/Linking')).body).toContain('<a href="/page/Before">Before</a>')
    expect((await ann.get('/backlinks/After/wards')).body).toContain('href="/page/Linking"')
  })

  it('is refused where the title is taken, or none', async () => {
    const bob = await wiki().member('Bob', 'editor')
    await bob.post('/new', { title: 'Mine', text: 'text', revision: '0' })
    for (const title of ['Gateways', '', 'x'.repeat(201)]) {
      const { status, body } = await bob.post('/rename/Mine', { 'new-title': title })
      expect(status).toBe(422)
      expect(body).toContain('role="alert"')
    }
    expect((await wiki().visitor().post('/rename/Mine', { 'new-title': 'Theirs' })).status).toBe(403)
    expect((await bob.get('/page/Mine')).status).toBe(200)
  })
})

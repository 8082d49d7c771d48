import { testWiki } from '../../test/test-wiki.ts'

const wiki = testWiki()

describe('permissions of a page', () => {
  it('hide it from those who may not read it, wherever it would show', async () => {
    const admin = await wiki().admin()
    await admin.post('/new', { title: 'Secret', text: 'hidden words, [[Gateways]]', tags: 'hidden', comment: 'psst', revision: '0' })
    await admin.upload('/files/Secret', [new File(['data'], 'plan.txt')])
    expect((await admin.post('/permissions/Secret', { read: '2', edit: '3' })).location).toBe('/page/Secret')

    const [visitor, reader, editor] = [wiki().visitor(), await wiki().member('Rita', 'reader'), await wiki().member('Edda', 'editor')]
    for (const browser of [visitor, reader]) {
      for (const address of ['page', 'edit', 'history', 'diff', 'files', 'backlinks']) {
        expect((await browser.get(`/${address}/Secret`)).status).toBe(403)
      }
      expect((await browser.get('/file/Secret?name=plan.txt')).status).toBe(403)
      for (const address of ['/pages', '/changes', '/changes.atom', '/search?q=hidden', '/tags', '/tag/hidden', '/backlinks/Gateways']) {
        expect((await browser.get(address)).body).not.toMatch(/Secret|psst/)
      }
    }
    await admin.post('/rename/Secret', { 'new-title': 'Hidden' })
    const old = await visitor.get('/page/Secret')
    expect([old.status, old.location]).toEqual([404, null])
    await admin.post('/rename/Hidden', { 'new-title': 'Secret' })
    expect((await editor.get('/page/Secret')).body).toContain('hidden words')
    expect((await editor.get('/file/Secret?name=plan.txt')).body).toBe('data')
    expect((await editor.get('/edit/Secret')).status).toBe(403)
    expect((await editor.post('/edit/Secret', { text: 'x', revision: '1' })).status).toBe(403)
    expect((await editor.post('/rename/Secret', { 'new-title': 'x' })).status).toBe(403)
    expect((await editor.upload('/files/Secret', [new File(['x'], 'x')])).status).toBe(403)
  })

  it('are for administrators, and are what they may be', async () => {
    const editor = await wiki().member('Otto', 'editor')
    expect((await editor.get('/permissions/Gateways')).status).toBe(403)
    expect((await editor.post('/permissions/Gateways', { read: '', edit: '' })).status).toBe(403)
    const admin = await wiki().admin()
    expect((await admin.get('/permissions/Gateways')).body).toContain('As in the rest of the wiki (everybody)')
    for (const read of ['4', '-1', 'x']) expect((await admin.post('/permissions/Gateways', { read, edit: '' })).status).toBe(400)
    expect((await admin.post('/permissions/Gateways', { read: '', edit: '' })).status).toBe(303)
  })
})

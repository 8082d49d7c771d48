import { zipSync, strToU8, unzipSync, strFromU8 } from 'fflate'
import { testWiki } from '../../test/test-wiki.ts'
import type { Browser } from '../../test/browser.ts'

const wiki = testWiki()
let admin: Browser

beforeAll(async () => {
  admin = await wiki().admin()
})

function archive(files: Record<string, string | Uint8Array>): File {
  const entries = Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content])
  return new File([Buffer.from(zipSync(Object.fromEntries(entries)))], 'wiki.zip')
}

describe('the admin page', () => {
  it('is for administrators', async () => {
    for (const browser of [wiki().visitor(), await wiki().member('Edda', 'editor')]) {
      for (const address of ['/admin', '/admin/export']) expect((await browser.get(address)).status).toBe(403)
      for (const address of ['/admin/settings', '/admin/import', '/admin/users/1/role', '/admin/users/1/password']) {
        expect((await browser.post(address, {})).status).toBe(403)
      }
    }
  })

  it('decides who reads and writes, and who makes accounts', async () => {
    const usual = { name: 'Gangway Wiki', read: '0', edit: '2', newcomer: 'reader', registration: 'on' }
    await admin.post('/admin/settings', { ...usual, name: ' Our <Wiki> ', read: '1', edit: '1', newcomer: 'editor', registration: '' })
    const visitor = wiki().visitor()
    expect((await visitor.get('/')).status).toBe(403)
    expect((await visitor.get('/pages')).body).toContain('There are no pages.')
    expect((await visitor.get('/login')).body).toContain('<title>Log in · Our &lt;Wiki&gt;</title>')
    expect((await visitor.get('/register')).status).toBe(403)
    expect((await visitor.post('/register', {})).status).toBe(403)
    expect((await admin.post('/admin/settings', { ...usual, name: '' })).status).toBe(422)
    expect((await admin.post('/admin/settings', { ...usual, read: '7' })).status).toBe(400)
    expect((await admin.post('/admin/settings', usual)).status).toBe(303)
    expect((await visitor.get('/')).status).toBe(200)
  })

  it('gives roles and passwords', async () => {
    const rita = await wiki().member('Rita', 'reader')
    const [, id = ''] = /Rita[^]*?\/admin\/users\/(\d+)\/role/.exec((await admin.get('/admin')).body) ?? []
    expect((await admin.post(`/admin/users/${id}/role`, { role: 'editor' })).status).toBe(303)
    expect((await rita.get('/new')).status).toBe(200)
    expect((await admin.post(`/admin/users/${id}/role`, { role: 'king' })).status).toBe(400)
    const [, password = ''] =
      /new password of <bdi>Rita<\/bdi> is <code>([^<]+)/.exec((await admin.post(`/admin/users/${id}/password`)).body) ?? []
    expect((await rita.get('/account')).status).toBe(403)
    expect((await rita.logIn('Rita', password)).status).toBe(303)
    expect((await admin.post('/admin/users/999/password')).status).toBe(404)
  })

  it('disables an account, whose sessions end and whose revisions keep its name, and enables it', async () => {
    const dora = await wiki().member('Dora', 'editor')
    await dora.post('/new', { title: 'By Dora', text: 'text', revision: '0' })
    const [, id = ''] = /Dora[^]*?\/admin\/users\/(\d+)\/disable/.exec((await admin.get('/admin')).body) ?? []
    for (const verb of ['disable', 'enable']) {
      expect((await dora.post(`/admin/users/${id}/${verb}`)).status).toBe(403)
      expect((await wiki().visitor().post(`/admin/users/${id}/${verb}`)).status).toBe(401)
      expect((await admin.post(`/admin/users/999/${verb}`)).status).toBe(404)
    }
    expect((await dora.get('/account')).status).toBe(200)

    expect((await admin.post(`/admin/users/${id}/disable`)).status).toBe(303)
    expect((await dora.get('/account')).status).toBe(403)
    expect((await dora.post('/edit/By Dora', { text: 'more', revision: '1' })).status).toBe(403)
    const refused = await dora.logIn('Dora', 'the password for editors')
    expect([refused.status, refused.body.includes('The name or the password is wrong.')]).toEqual([422, true])
    expect((await admin.get('/history/By Dora')).body).toContain('<bdi>Dora</bdi>')
    expect((await admin.get('/admin')).body).toMatch(/Dora<.*Disabled on .*\/enable"/s)
    const taken = { username: 'Dora', password: 'another password', again: 'another password' }
    expect((await wiki().visitor().post('/register', taken)).status).toBe(422)

    expect((await admin.post(`/admin/users/${id}/enable`)).status).toBe(303)
    expect((await dora.get('/account')).status).toBe(403)
    expect((await dora.logIn('Dora', 'the password for editors')).status).toBe(303)
    const last = await admin.post('/admin/users/1/disable')
    expect([last.status, last.body.includes('this is the last one')]).toEqual([422, true])
  })

  it('does not leave a wiki without an administrator', async () => {
    const { status, body } = await admin.post('/admin/users/1/role', { role: 'reader' })
    expect(status).toBe(422)
    expect(body).toContain('this is the last one')
    expect((await admin.get('/admin')).status).toBe(200)
  })

  it('exports all pages, and imports what it exported', async () => {
    await admin.post('/new', { title: 'a/b: "c"', text: '---\nnot front', tags: 'x, y', revision: '0' })
    await admin.post(`/permissions/${['a', 'b: "c"'].map(encodeURIComponent).join('/')}`, { read: '2', edit: '' })
    const exported = await admin.get('/admin/export')
    expect(exported.headers.get('content-disposition')).toMatch(/^attachment; filename="Gangway Wiki \d{4}-\d\d-\d\d\.zip"$/)
    const files = unzipSync(exported.bytes)
    expect(Object.keys(files)).toContain('Gateways.md')
    expect(strFromU8(files['a/b%3A %22c%22.md'] ?? new Uint8Array())).toBe('---\ntags: x, y\nread: editor\n---\n---\nnot front')
    const { body } = await admin.upload('/admin/import', [new File([Buffer.from(exported.bytes)], 'a.zip')], 'archive')
    expect(body).toContain('Imported: 0 saved')
  })

  it('imports new texts as new revisions, with tags and permissions', async () => {
    const { body } = await admin.upload(
      '/admin/import',
      [archive({ 'Gateways.md': 'imported\r\n', 'New/Page.md': '---\ntags: One, two\nread: admin\n---\nnew', 'image.png': 'x' })],
      'archive',
    )
    expect(body).toContain('Imported: 2 saved, 0 as they were.')
    expect((await admin.get('/page/Gateways')).body).toContain('Revision 2')
    expect((await admin.get('/page/New/Page')).body).toContain('href="/tag/one"')
    expect((await wiki().visitor().get('/page/New/Page')).status).toBe(403)
  })

  it.each([
    ['no zip', new File(['<html>'], 'x.zip'), 'This file is no zip archive.'],
    ['an empty file', new File([], 'x.zip'), 'This file is empty.'],
    ['nothing in it', archive({}), 'no Markdown files'],
    ['only other files', archive({ 'a.txt': 'x' }), 'no Markdown files'],
    ['a title that cannot be', archive({ [`${'x'.repeat(201)}.md`]: 'x' }), 'cannot be: A title has at most'],
    ['text that is not UTF-8', archive({ 'a.md': Uint8Array.of(0xff) }), 'is not UTF-8'],
    ['a bomb', archive({ 'a.md': new Uint8Array(50_000_000) }), 'is larger than a page may be'],
    ['half of an archive', new File([archive({ 'a.md': 'x'.repeat(10_000) }).slice(0, 40)], 'x.zip'), 'The archive'],
  ])('imports nothing of %s', async (_, file, problem) => {
    const { status, body } = await admin.upload('/admin/import', [file], 'archive')
    expect(status).toBe(422)
    expect(body).toContain(problem)
    expect((await admin.get('/page/a')).status).toBe(404)
  })

  it('imports all pages or none', async () => {
    await admin.upload('/admin/import', [archive({ 'Good.md': 'good', 'Bad.md': 'a\0b' })], 'archive')
    expect((await admin.get('/page/Good')).status).toBe(404)
  })
})

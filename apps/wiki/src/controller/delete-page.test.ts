import { join } from 'node:path'
import type { Browser } from '../../test/browser.ts'
import { eachDatabase } from '../../test/each-database.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { wikiIn, type TestWiki } from '../../test/test-wiki.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
let count = 0
const navigation = { 'sec-fetch-mode': 'navigate', accept: 'text/html' }

eachDatabase(({ open }) => {
  let wiki: TestWiki
  let admin: Browser
  let editor: Browser
  beforeEach(async () => {
    wiki = await wikiIn(await open(), join(folder.path, String(++count)))
    admin = await wiki.admin()
    editor = await wiki.member('Edda', 'editor')
    await editor.post('/new', { title: 'Old/Quay', text: 'First berths, [[Gateways]].', tags: 'ships', revision: '0' })
    await editor.post('/edit/Old/Quay', { text: 'Second berths, [[Gateways]].', tags: 'ships', revision: '1' })
    await editor.post('/new', { title: 'Linking', text: '[[Old/Quay]]', revision: '0' })
    await editor.upload('/files/Old/Quay', [new File(['data'], 'plan.txt')])
  })

  describe('deleting a page', () => {
    it('is for administrators: visitors are asked to log in, editors refused', async () => {
      const visitor = wiki.visitor()
      const asked = await visitor.get('/delete/Old/Quay', navigation)
      expect([asked.status, asked.location]).toEqual([303, expect.stringMatching(/^\/login\?return-to=.*delete/)])
      for (const address of ['/delete/Old/Quay', '/restore/Old/Quay']) {
        expect((await visitor.post(address, { revision: '2' })).status).toBe(401)
        const { status, body } = await editor.post(address, { revision: '2' })
        expect(status).toBe(403)
        expect(body).toContain('Your account may not administer the wiki.')
      }
      expect((await editor.get('/delete/Old/Quay')).status).toBe(403)
      expect((await editor.get('/page/Old/Quay')).body).not.toContain('/delete/')
      expect((await visitor.get('/page/Old/Quay')).status).toBe(200)
    })

    it('asks first, then takes the page from everybody, and loses nothing', async () => {
      expect((await admin.get('/page/Old/Quay')).body).toContain('<a href="/delete/Old/Quay">Delete</a>')
      const question = await admin.get('/delete/Old/Quay')
      expect(question.body).toMatch(/href="\/page\/Linking".*<form method="post" action="\/delete\/Old\/Quay">.*value="2"/s)
      const done = await admin.post('/delete/Old/Quay', { revision: '2' })
      expect([done.status, done.location]).toEqual([303, '/page/Old/Quay'])

      const visitor = wiki.visitor()
      for (const browser of [visitor, editor]) {
        const gone = await browser.get('/page/Old/Quay')
        expect(gone.status).toBe(410)
        expect(gone.body).toContain('This page was deleted on <time')
        expect(gone.body).not.toMatch(/berths|\/restore\/|\/history\/|\/edit\//)
        expect((await browser.get('/page/Old/Quay?revision=1')).status).toBe(410)
        for (const address of ['history', 'diff', 'files', 'file', 'backlinks']) {
          const { status, body } = await browser.get(`/${address}/Old/Quay?name=plan.txt`)
          expect([status, body.includes('This page was deleted. An administrator can restore it.')]).toEqual([410, true])
        }
        for (const address of ['/pages', '/changes', '/changes.atom', '/search?q=berths', '/tags', '/tag/ships', '/backlinks/Gateways']) {
          expect((await browser.get(address)).body).not.toMatch(/Old\/Quay|href="\/tag\/ships"/)
        }
      }
      expect((await visitor.get('/page/Linking')).body).toContain('class="missing"')

      const kept = await admin.get('/page/Old/Quay')
      expect(kept.status).toBe(410)
      expect(kept.body).toMatch(/href="\/history\/Old\/Quay".*action="\/restore\/Old\/Quay"/s)
      expect((await admin.get('/history/Old/Quay')).body).toContain('href="/page/Old/Quay?revision=2"')
      for (const [number, word] of [
        [1, 'First'],
        [2, 'Second'],
      ]) {
        const { status, body } = await admin.get(`/page/Old/Quay?revision=${number}`)
        expect([status, body.includes(`${word} berths`), body.includes('This page was deleted on')]).toEqual([200, true, true])
      }
      expect((await admin.get('/page/Old/Quay?revision=7')).status).toBe(410)
      expect((await admin.get('/diff/Old/Quay?from=1&to=2')).body).toContain('<ins>Second</ins>')
      expect((await admin.get('/file/Old/Quay?name=plan.txt')).body).toBe('data')
      expect((await admin.get('/admin')).body).toMatch(/Deleted pages.*Old\/Quay.*by <bdi>admin<\/bdi>/s)

      expect((await admin.post('/restore/Old/Quay')).location).toBe('/page/Old/Quay')
      expect((await visitor.get('/page/Old/Quay')).body).toContain('Second berths')
      expect((await visitor.get('/search?q=berths')).body).toContain('Old/Quay')
      expect((await visitor.get('/page/Linking')).body).not.toContain('class="missing"')
      expect((await visitor.get('/file/Old/Quay?name=plan.txt')).body).toBe('data')
      expect((await admin.get('/admin')).body).not.toContain('Deleted pages')
    })

    it('lets nobody write it until it is restored, and keeps the text of who tries', async () => {
      await admin.post('/delete/Old/Quay', { revision: '2' })
      for (const browser of [editor, admin]) {
        expect((await browser.get('/edit/Old/Quay')).status).toBe(410)
        for (const [address, title] of [
          ['/edit/Old/Quay', ''],
          ['/new', 'Old/Quay'],
        ] as const) {
          const { status, body } = await browser.post(address, { title, text: 'my long text', revision: '2' })
          expect([status, body.includes('my long text</textarea>')]).toEqual([410, true])
          expect(body).toContain('This page was deleted. An administrator can restore it. Keep this text until then.')
        }
        for (const address of ['/revert', '/rename', '/permissions', '/delete']) {
          expect((await browser.post(`${address}/Old/Quay`, { revision: '1', base: '2' })).status).toBe(
            browser === editor && ['/permissions', '/delete'].includes(address) ? 403 : 410,
          )
        }
        expect((await browser.upload('/files/Old/Quay', [new File(['x'], 'x')])).status).toBe(410)
        expect((await browser.post('/rename/Linking', { 'new-title': 'Old/Quay' })).status).toBe(422)
      }
    })

    it('is refused where somebody saved meanwhile, where the form is broken, and where there is no page', async () => {
      await editor.post('/edit/Old/Quay', { text: 'Third', revision: '2' })
      expect((await admin.post('/delete/Old/Quay', { revision: '2' })).status).toBe(409)
      expect((await admin.post('/delete/Old/Quay', {})).status).toBe(400)
      for (const address of ['/delete/Nowhere', '/restore/Nowhere']) {
        expect((await admin.post(address, { revision: '1' })).status).toBe(404)
      }
      const evil = { 'sec-fetch-site': 'cross-site' }
      expect((await admin.post('/delete/Old/Quay', { revision: '3' }, evil)).status).toBe(403)
      expect((await editor.get('/page/Old/Quay')).body).toContain('Third')
    })

    it('does not tell who may not read a page that it was deleted', async () => {
      await admin.post('/permissions/Old/Quay', { read: '3', edit: '' })
      await admin.post('/delete/Old/Quay', { revision: '2' })
      const { status, body } = await editor.get('/page/Old/Quay')
      expect([status, body.includes('deleted')]).toEqual([403, false])
      expect((await admin.get('/page/Old/Quay')).status).toBe(410)
    })

    it('leaves an export without the page', async () => {
      await admin.post('/delete/Old/Quay', { revision: '2' })
      const { body } = await admin.get('/admin/export')
      expect([body.includes('Linking.md'), body.includes('Old/Quay.md')]).toEqual([true, false])
    })
  })
})

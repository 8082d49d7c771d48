import { join } from 'node:path'
import { eachDatabase } from '../test/each-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { wikiIn, type TestWiki } from '../test/test-wiki.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
let count = 0

eachDatabase(({ open }) => {
  let wiki: TestWiki
  beforeEach(async () => {
    wiki = await wikiIn(await open(), join(folder.path, String(++count)))
  })

  describe('the wiki', () => {
    it('begins with pages that link to each other', async () => {
      const visitor = wiki.visitor()
      const list = (await visitor.get('/pages')).body
      const addresses = [...list.matchAll(/<li><a href="([^"]+)"/g)].map(([, address = '']) => address)
      expect(addresses).toContain('/')
      expect(addresses.length).toBeGreaterThan(5)
      const wanted = new Set<string>()
      for (const address of addresses) {
        const { status, body } = await visitor.get(address)
        expect(status).toBe(200)
        for (const [, missing = ''] of body.matchAll(/class="missing"[^>]*href="([^"]+)"/g)) wanted.add(missing)
      }
      // Those that show what a page yet to be written looks like.
      expect([...wanted]).toHaveLength(4)
    })

    it('takes a page from its writer to every list', async () => {
      const ann = await wiki.member('Ann', 'editor')
      const text = '# Berths\r\n\r\nThree of them, see [[Gateways]].'
      const saved = await ann.post('/new', { title: 'Harbour/Quay', text, tags: 'Ships, quay', comment: 'begun', revision: '0' })
      expect([saved.status, saved.location]).toEqual([303, '/page/Harbour/Quay'])
      const visitor = wiki.visitor()
      expect((await visitor.get('/page/Harbour%2FQuay')).body).toContain('<h2 id="section-berths">Berths</h2>')
      expect((await visitor.get('/pages')).body).toContain('<bdi>Harbour/Quay</bdi>')
      expect((await visitor.get('/tag/ships')).body).toContain('href="/page/Harbour/Quay"')
      expect((await visitor.get('/tags')).body).toContain('href="/tag/quay"')
      expect((await visitor.get('/backlinks/Gateways')).body).toContain('href="/page/Harbour/Quay"')
      expect((await visitor.get('/search?q=berth')).body).toContain('<mark>Berths</mark>')
      expect((await visitor.get('/changes')).body).toMatch(/Harbour\/Quay.*new.*Ann.*begun/s)
      expect((await visitor.get('/changes.atom')).body).toContain('<title>Harbour/Quay</title>')
      expect((await visitor.get('/history/Harbour/Quay')).body).toContain('<td dir="auto">begun</td>')
    })

    it('brings two edits together', async () => {
      const [ann, bob] = [await wiki.member('Ann', 'editor'), await wiki.member('Bob', 'editor')]
      await ann.post('/new', { title: 'Both', text: 'one\ntwo\nthree\n', revision: '0' })
      await ann.post('/edit/Both', { text: 'ONE\ntwo\nthree\n', revision: '1' })
      const overtaken = await bob.post('/edit/Both', { text: 'one\ntwo\nTHREE\n', revision: '1' })
      expect(overtaken.status).toBe(409)
      expect(overtaken.body).toContain('\nONE\ntwo\nTHREE\n</textarea>')
      expect(overtaken.body).toContain('name="revision" value="2"')
      expect((await bob.post('/edit/Both', { text: 'ONE\ntwo\nTHREE\n', revision: '2' })).status).toBe(303)
      const diff = await wiki.visitor().get('/diff/Both?from=1&to=3')
      expect(diff.body).toMatch(/<del>one<\/del>.*<ins>ONE<\/ins>.*<del>three<\/del>.*<ins>THREE<\/ins>/s)
    })

    it('keeps what everybody does at once', async () => {
      const ann = await wiki.member('Ann', 'editor')
      const titles = Array.from({ length: 30 }, (_, index) => `Page ${index}`)
      const saved = await Promise.all(titles.map((title) => ann.post('/new', { title, text: title, revision: '0' })))
      expect(new Set(saved.map(({ status }) => status))).toEqual(new Set([303]))
      const list = (await wiki.visitor().get('/pages')).body
      for (const title of titles) expect(list).toContain(`<bdi>${title}</bdi>`)
    })

    it('sends what makes browsers careful, and compresses', async () => {
      const { headers } = await wiki.visitor().get('/', { 'accept-encoding': 'gzip' })
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-encoding')).toBe('gzip')
    })

    it('sends a page again only when it is another one', async () => {
      const ann = await wiki.member('Ann', 'editor')
      const first = await ann.get('/page/Gateways')
      const etag = first.headers.get('etag') ?? ''
      expect((await ann.get('/page/Gateways', { 'if-none-match': etag })).status).toBe(304)
      expect((await wiki.visitor().get('/page/Gateways', { 'if-none-match': etag })).status).toBe(200)
      await ann.post('/edit/Gateways', { text: 'changed', revision: '1' })
      expect((await ann.get('/page/Gateways', { 'if-none-match': etag })).status).toBe(200)
    })

    it('has an answer for any address', async () => {
      const admin = await wiki.admin()
      const addresses = [
        '/tag/%00',
        '/file/Gateways?name=%00',
        '/changes?before=%00',
        '/changes?before=zzz',
        '/search?q=%00',
        '/page?title=%00',
      ]
      const numbers = ['/page/Gateways?revision=999999999', '/history/Gateways?below=0', '/diff/Gateways?from=999999999', '/file/Gateways']
      const odd = ['/tag/%ff', '/page/%ed%a0%80', '/search?q=%ed%a0%80', '/?revision=1', '/page/Gateways?from=%00', '//', '/page//Gateways']
      for (const address of [...addresses, ...numbers, ...odd]) {
        const { status } = await admin.get(address)
        expect({ address, isOurFault: status >= 500 }).toEqual({ address, isOurFault: false })
      }
      expect((await admin.post('/admin/users/9007199254740991/role', { role: 'reader' })).status).toBe(404)
      expect((await admin.post('/admin/users/99999999999999999999/role', { role: 'reader' })).status).toBe(404)
      expect((await wiki.visitor().logIn('a\0b', 'c\0d')).status).toBe(422)
      expect((await wiki.visitor().post('/register', { username: 'a\0b', password: 'long enough', again: 'long enough' })).status).toBe(422)
    })

    it('refuses forms of other sites, whatever they are about', async () => {
      const ann = await wiki.member('Ann', 'editor')
      const evil = { 'sec-fetch-site': 'cross-site' }
      const refused = await ann.post('/new', { title: 'Evil', text: '', revision: '0' }, evil)
      expect(refused.status).toBe(403)
      expect(refused.body).toContain('This form was sent from another site.')
      expect((await ann.post('/logout', {}, evil)).status).toBe(403)
      expect(
        (await ann.post('/login', { username: 'admin', password: 'x' }, { origin: 'null', 'sec-fetch-site': 'same-site' })).status,
      ).toBe(403)
      expect((await ann.get('/account')).status).toBe(200)
    })
  })
})

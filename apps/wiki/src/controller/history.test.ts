import { testWiki } from '../../test/test-wiki.ts'
import type { Browser } from '../../test/browser.ts'

const wiki = testWiki()
let ann: Browser

beforeAll(async () => {
  ann = await wiki().member('Ann', 'editor')
  await ann.post('/new', { title: 'Old', text: 'revision 1', revision: '0' })
  for (let base = 1; base < 60; base++) await ann.post('/edit/Old', { text: `revision ${base + 1}`, revision: String(base) })
})

describe('the history', () => {
  it('is shown in parts, newest first', async () => {
    const { body } = await wiki().visitor().get('/history/Old')
    expect([...body.matchAll(/name="from" value="(\d+)"/g)].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 50 }, (_, index) => 60 - index),
    )
    expect(body).toContain('href="/history/Old?below=11"')
    expect((await wiki().visitor().get('/history/Old?below=11')).body).toContain('aria-label="From revision 1"')
  })

  it('compares any two revisions', async () => {
    const { body } = await wiki().visitor().get('/diff/Old?from=3&to=50')
    expect(body).toMatch(/revision <del>3<\/del>.*revision <ins>50<\/ins>/s)
    expect((await wiki().visitor().get('/diff/Old?from=50&to=50')).body).toContain('There is no difference.')
  })

  it.each([
    ['/diff/Old?from=1&to=61', 404],
    ['/diff/Old?from=0', 404],
    ['/diff/Old?from=a', 400],
    ['/history/Nothing', 404],
    ['/diff/Nothing', 404],
  ])('answers %s with %d', async (address, status) => {
    expect((await wiki().visitor().get(address)).status).toBe(status)
  })

  it('goes back to a revision by a new one', async () => {
    expect((await wiki().visitor().post('/revert/Old', { revision: '1', base: '60' })).status).toBe(403)
    expect((await ann.post('/revert/Old', { revision: '1', base: '59' })).status).toBe(409)
    expect((await ann.post('/revert/Old', { revision: '1', base: '60' })).location).toBe('/page/Old')
    expect((await ann.get('/page/Old')).body).toContain('<p>revision 1</p>')
    expect((await ann.get('/history/Old')).body).toContain('Back to revision 1')
  })
})

import { testWiki } from '../../test/test-wiki.ts'

const wiki = testWiki()

describe('errors', () => {
  it('are shown in the looks of the wiki', async () => {
    const { status, body } = await wiki().visitor().get('/nothing')
    expect(status).toBe(404)
    expect(body).toContain('There is nothing at this address.')
    expect(body).toContain('<header class="site">')
  })

  it('name the methods that an address takes', async () => {
    const { status, headers, body } = await wiki().visitor().post('/pages')
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect(body).toContain('does not take such a request')
  })

  it('offer the way in', async () => {
    const { body } = await wiki().visitor().get('/edit/Gateways')
    expect(body).toContain('href="/login?return-to=%2Fedit%2FGateways"')
  })

  it('say that a form is too large, or none', async () => {
    const ann = await wiki().member('Ann', 'editor')
    const large = await ann.post('/new', { title: 'Large', text: 'x'.repeat(5_000_000), revision: '0' })
    expect(large.status).toBe(413)
    expect(large.body).toContain('This is more than the wiki takes at once.')
    expect(large.body).toContain('<bdi>Ann</bdi>')
    expect((await ann.post('/new', {}, { 'content-type': 'text/plain' })).status).toBe(415)
  })
})

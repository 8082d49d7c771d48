import { testWiki } from '../../test/test-wiki.ts'

const wiki = testWiki()

describe('GET /changes.atom', () => {
  it('is well-formed, whatever is in titles and comments', async () => {
    const ann = await wiki().member('Ann', 'editor')
    await ann.post('/new', { title: `<&>"' 入港`, text: 'x', comment: '</summary> & \u0001 \u{1F6A2}', revision: '0' })
    const { body, headers } = await ann.get('/changes.atom')
    expect(headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    expect(body).toContain('<title>&lt;&amp;&gt;&quot;&#39; 入港</title>')
    expect(body).toContain('<summary>&lt;/summary&gt; &amp; \u{1F6A2}</summary>')
    expect(body).toContain('<id>http://wiki.example/page/')
    expect(body).not.toMatch(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
  })
})

describe('GET /changes', () => {
  it('leads to older ones', async () => {
    const bob = await wiki().member('Bob', 'editor')
    for (let index = 0; index < 60; index++) await bob.post('/new', { title: `Change ${index}`, text: 'x', revision: '0' })
    const { body } = await bob.get('/changes')
    expect(body.match(/<li>/g)).toHaveLength(50)
    const [, older = ''] = /href="([^"]*before=[^"]*)"/.exec(body) ?? []
    expect((await bob.get(older.replaceAll('&amp;', '&'))).body).toContain('Gateways')
  })
})

import { temporaryPages } from '../../test/temporary-pages.ts'
import { wikiContextFor } from '../../test/wiki-context-for.ts'
import { listPages } from './list-pages.ts'

describe('listPages', () => {
  it('links to every page', async () => {
    using pages = await temporaryPages({ 'b & <c>': '', A: '' })
    const list = await (await listPages(wikiContextFor(pages, 'GET', '/wiki/pages', { mount: '/wiki' }))).text()
    expect(list).toMatch(/2 pages\.[^]*"\/wiki\/page\/A"><bdi>A<\/bdi>[^]*"\/wiki\/page\/b%20%26%20%3Cc%3E"><bdi>b &amp; &lt;c&gt;<\/bdi>/)
  })
})

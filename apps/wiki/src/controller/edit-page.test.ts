import { bodyOf } from '@gangway/gateway'
import { editOf, temporaryPages } from '../../test/temporary-pages.ts'
import { formOf, wikiContextFor } from '../../test/wiki-context-for.ts'
import { editPage, showEditForm } from './edit-page.ts'

describe('showEditForm', () => {
  it('holds the text as it is, and the revision', async () => {
    using pages = await temporaryPages({ A: '\n</textarea><script>' })
    const response = await showEditForm(wikiContextFor(pages, 'GET', '/wiki/edit/A', { mount: '/wiki' }))
    const form = await response.text()
    expect(response.status).toBe(200)
    expect(form).toContain('<form method="post" autocomplete="off" action="/wiki/edit/A">')
    expect(form).toContain('name="revision" value="1"')
    // The parser drops the first newline after the tag; the second is the text's own.
    expect(form).toMatch(/<textarea[^>]*>\n\n&lt;\/textarea&gt;&lt;script&gt;<\/textarea>/)
  })

  it('is empty for a page that is not there', async () => {
    using pages = await temporaryPages()
    const form = await (await showEditForm(wikiContextFor(pages, 'GET', '/edit/A'))).text()
    expect(form).toContain('name="revision" value="0"')
    expect(form).toMatch(/<textarea[^>]*>\n<\/textarea>/)
  })
})

describe('editPage', () => {
  it('saves and goes to the page', async () => {
    using pages = await temporaryPages({ 'a/b': 'one' })
    const init = { mount: '/wiki', ...formOf({ text: 'two\r\n[[C]]', revision: '1' }) }
    const response = await editPage(wikiContextFor(pages, 'POST', '/wiki/edit/a%2Fb', init))
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/wiki/page/a/b')
    expect(await pages.find('a/b')).toMatchObject({ text: 'two\n[[C]]', revision: 2, markup: '<p>two\n<a data-page="C">C</a></p>\n' })
  })

  it('writes a page that is not there', async () => {
    using pages = await temporaryPages()
    const response = await editPage(wikiContextFor(pages, 'POST', '/edit?title=..', formOf({ text: 'up', revision: '0' })))
    expect(response.headers.get('location')).toBe('/page?title=..')
    expect(await pages.find('..')).toMatchObject({ text: 'up', revision: 1 })
  })

  it('shows both texts when somebody else saved in the meantime, and saves what comes of them', async () => {
    using pages = await temporaryPages({ A: 'one' })
    await pages.save(await editOf('A', 'theirs <&>', 1))
    const conflict = await editPage(wikiContextFor(pages, 'POST', '/edit/A', formOf({ text: 'mine <&>', revision: '1' })))
    expect(conflict.status).toBe(409)
    expect(bodyOf(conflict)).toMatch(
      /name="revision" value="2"[^]*name="text"[^>]*>\nmine &lt;&amp;&gt;<[^]*readonly[^>]*>\ntheirs &lt;&amp;&gt;</,
    )
    expect(await pages.find('A')).toMatchObject({ text: 'theirs <&>', revision: 2 })
    const merged = await editPage(wikiContextFor(pages, 'POST', '/edit/A', formOf({ text: 'both', revision: '2' })))
    expect(merged.status).toBe(303)
    expect(await pages.find('A')).toMatchObject({ text: 'both', revision: 3 })
  })

  it('does not bring back a page that is gone without asking', async () => {
    using pages = await temporaryPages()
    const conflict = await editPage(wikiContextFor(pages, 'POST', '/edit/A', formOf({ text: 'mine', revision: '7' })))
    expect(conflict.status).toBe(409)
    expect(bodyOf(conflict)).toMatch(/name="revision" value="0"[^]*The page is gone/)
  })

  it('shows a text that cannot be saved again', async () => {
    using pages = await temporaryPages({ A: 'one' })
    const response = await editPage(wikiContextFor(pages, 'POST', '/edit/A', formOf({ text: 'kept\0', revision: '1' })))
    expect(response.status).toBe(422)
    expect(bodyOf(response)).toMatch(/role="alert">A page is text[^]*>\nkept/)
    expect(await pages.find('A')).toMatchObject({ text: 'one' })
  })

  it.each([
    ['no revision', { text: 'a' }],
    ['no text', { revision: '1' }],
    ['a revision that is no number', { text: 'a', revision: '1e3' }],
    ['a revision without end', { text: 'a', revision: '9'.repeat(400) }],
  ])('refuses a form with %s', async (_, fields: Record<string, string>) => {
    using pages = await temporaryPages({ A: 'one' })
    const answer = editPage(wikiContextFor(pages, 'POST', '/edit/A', formOf(fields)))
    await expect(answer).rejects.toMatchObject({ status: 400 })
  })
})

import { bodyOf } from '@gangway/gateway'
import { temporaryPages } from '../../test/temporary-pages.ts'
import { formOf, wikiContextFor } from '../../test/wiki-context-for.ts'
import { createPage, showNewPageForm } from './new-page.ts'

describe('showNewPageForm', () => {
  it('asks for a title below the mount', async () => {
    using pages = await temporaryPages()
    const form = bodyOf(showNewPageForm(wikiContextFor(pages, 'GET', '/wiki/new', { mount: '/wiki' })))
    expect(form).toMatch(/action="\/wiki\/new"[^]*name="title" value=""[^>]*autofocus/)
  })
})

describe('createPage', () => {
  it.each([
    ['入港', '/page/%E5%85%A5%E6%B8%AF'],
    ['  a \t b ', '/page/a%20b'],
    ['<script>alert(1)</script>', '/page/%3Cscript%3Ealert(1)%3C/script%3E'],
    ['../../etc/passwd', '/page?title=..%2F..%2Fetc%2Fpasswd'],
  ])('writes %s', async (title, location) => {
    using pages = await temporaryPages()
    const response = await createPage(wikiContextFor(pages, 'POST', '/new', formOf({ title, text: 'hello', revision: '0' })))
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(location)
    expect(await pages.list()).toHaveLength(1)
  })

  it.each([
    ['no title', ''],
    ['a title of 10,000 characters', 'a'.repeat(10_000)],
    ['a NUL', 'a\0b'],
    ['an invisible title', '\u2060'],
  ])('shows the form again for %s', async (_, title) => {
    using pages = await temporaryPages()
    const response = await createPage(wikiContextFor(pages, 'POST', '/new', formOf({ title, text: 'kept', revision: '0' })))
    expect(response.status).toBe(422)
    expect(bodyOf(response)).toMatch(/role="alert">[^]*Nothing is saved yet\.[^]*>\nkept</)
    expect(await pages.list()).toEqual([])
  })

  it('does not overwrite a page of that title', async () => {
    using pages = await temporaryPages({ A: 'theirs' })
    const response = await createPage(wikiContextFor(pages, 'POST', '/new', formOf({ title: 'A', text: 'mine', revision: '0' })))
    expect(response.status).toBe(409)
    expect(bodyOf(response)).toMatch(/action="\/edit\/A"[^]*mine[^]*theirs/)
    expect(await pages.find('A')).toMatchObject({ text: 'theirs', revision: 1 })
  })
})

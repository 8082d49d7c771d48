import { temporaryPages } from '../../test/temporary-pages.ts'
import { wikiContextFor } from '../../test/wiki-context-for.ts'
import { errorPages } from './error-pages.ts'
import { route } from './route.ts'

describe('route', () => {
  it.each([
    '/',
    '/pages',
    '/new',
    '/page/A',
    '/page?title=A',
    '/page/a%2Fb',
    '/page/a/b',
    '/edit/A',
    '/edit/none',
    '/style.css',
    '/icon.svg',
  ])('finds a controller for GET and HEAD %s', async (url) => {
    using pages = await temporaryPages({ 'Welcome aboard': '', A: '', 'a/b': '' })
    for (const method of ['GET', 'HEAD']) expect((await route(wikiContextFor(pages, method, url))).status).toBe(200)
  })

  it('shows the front page where the path is empty', async () => {
    using pages = await temporaryPages({ 'Welcome aboard': '' })
    expect((await route(wikiContextFor(pages, 'GET', '/wiki.cgi', { mount: '/wiki.cgi' }))).status).toBe(200)
  })

  it.each(['/nothing', '/pages/', '/Page/A', '/constructor', '/__proto__', '/style.css/', '/…', '/%70age/A'])(
    'answers %s with 404',
    async (url) => {
      using pages = await temporaryPages({ A: '' })
      expect(() => route(wikiContextFor(pages, 'GET', url))).toThrow(expect.objectContaining({ status: 404 }))
    },
  )

  it.each([
    ['DELETE', '/page/A', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/style.css', 'GET, HEAD'],
    ['PUT', '/edit/A', 'GET, HEAD, POST'],
    ['OPTIONS', '/new', 'GET, HEAD, POST'],
    ['get', '/', 'GET, HEAD'],
  ])('answers %s %s with 405 and Allow', async (method, url, allow) => {
    using pages = await temporaryPages({ A: '' })
    const app = errorPages()(() => route(wikiContextFor(pages, method, url)))
    const response = await app(wikiContextFor(pages, method, url))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
  })
})

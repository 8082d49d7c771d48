import { titleOf } from '../controller/title-of.ts'
import { actionAddress, fileAddress, pageAddress, tagAddress, travelsInQuery } from './addresses.ts'

describe('pageAddress', () => {
  test.each([
    ['Gateways', '/wiki/page/Gateways'],
    ['a b', '/wiki/page/a%20b'],
    ['入港', '/wiki/page/%E5%85%A5%E6%B8%AF'],
    ['100% & ?#+', '/wiki/page/100%25%20%26%20%3F%23%2B'],
    ['Servers/nginx', '/wiki/page/Servers/nginx'],
    ['a\\b', '/wiki/page/a%5Cb'],
    ['..', '/wiki/page?title=..'],
    ['.', '/wiki/page?title=.'],
    ['../b', '/wiki/page?title=..%2Fb'],
    ['a//b', '/wiki/page?title=a%2F%2Fb'],
    ['/', '/wiki/page?title=%2F'],
    ['...', '/wiki/page/...'],
  ])('of %s is %s, which a browser leaves alone and titleOf reads', (title, address) => {
    expect(pageAddress('/wiki', title)).toBe(address)
    const { pathname, search } = new URL(address, 'http://a')
    expect(pathname + search).toBe(address)
    const segments = pathname.split('/').slice(3).map(decodeURIComponent)
    expect(titleOf({ params: segments.length > 0 ? { title: segments } : {}, query: search.slice(1) })).toBe(title)
    expect(travelsInQuery(title)).toBe(search !== '')
  })

  it('of the front page is the mount itself', () => {
    expect(pageAddress('', 'Welcome aboard')).toBe('/')
    expect(pageAddress('/cgi-bin/wiki.cgi', 'Welcome aboard')).toBe('/cgi-bin/wiki.cgi/')
  })
})

describe('actionAddress', () => {
  it('is below the mount, that of the front page too', () => {
    expect(actionAddress('', 'edit', 'a/b')).toBe('/edit/a/b')
    expect(actionAddress('/wiki', 'history', 'Welcome aboard', { below: '3' })).toBe('/wiki/history/Welcome%20aboard?below=3')
    expect(actionAddress('', 'diff', '..', { from: '1', to: '2' })).toBe('/diff?title=..&from=1&to=2')
  })
})

describe('fileAddress and tagAddress', () => {
  it('take any name', () => {
    expect(fileAddress('/wiki', 'a/b', 'ü?&.png')).toBe('/wiki/file/a/b?name=%C3%BC%3F%26.png')
    expect(tagAddress('', 'c++ & more')).toBe('/tag/c%2B%2B%20%26%20more')
  })
})

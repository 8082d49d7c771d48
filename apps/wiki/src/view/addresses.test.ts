import { titleOf } from '../controller/title-of.ts'
import { editAddress, pageAddress } from './addresses.ts'

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
    expect(titleOf({ path: pathname.slice('/wiki'.length), query: search.slice(1) })).toBe(title)
  })

  it('of the front page is the mount itself', () => {
    expect(pageAddress('', 'Welcome aboard')).toBe('/')
    expect(pageAddress('/cgi-bin/wiki.cgi', 'Welcome aboard')).toBe('/cgi-bin/wiki.cgi/')
  })
})

describe('editAddress', () => {
  it('is below the mount, that of the front page too', () => {
    expect(editAddress('', 'a/b')).toBe('/edit/a/b')
    expect(editAddress('/wiki', 'Welcome aboard')).toBe('/wiki/edit/Welcome%20aboard')
  })
})

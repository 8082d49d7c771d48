import { testWiki } from '../../test/test-wiki.ts'

const wiki = testWiki()

describe('the theme', () => {
  it('is kept by the browser', async () => {
    const browser = wiki().visitor()
    expect((await browser.post('/theme', { theme: 'dark', back: '/pages' })).location).toBe('/pages')
    expect((await browser.get('/')).body).toContain('<html lang="en" data-theme="dark">')
    await browser.post('/theme', { theme: 'auto', back: '/' })
    expect((await browser.get('/')).body).toContain('<html lang="en">')
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'x', '/a\nb', ''])('goes nowhere else by %j', async (back) => {
    expect((await wiki().visitor().post('/theme', { theme: 'dark', back })).location).toBe('/')
  })
})

import { readdirSync } from 'node:fs'
import { testWiki } from '../../test/test-wiki.ts'
import type { Browser } from '../../test/browser.ts'

const wiki = testWiki()
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])
let ann: Browser

beforeAll(async () => {
  ann = await wiki().member('Ann', 'editor')
})

describe('attachments', () => {
  it('are shown, linked from texts, and read in parts', async () => {
    expect((await ann.upload('/files/Gateways', [new File([png], 'a picture.png'), new File(['0123456789'], 'data.txt')])).status).toBe(303)
    const { body } = await ann.get('/files/Gateways')
    expect(body).toContain('href="/file/Gateways?name=a%20picture.png"')
    expect(body).toContain('![a picture.png](&lt;attachment:a picture.png&gt;)')
    await ann.post('/new', { title: 'Shown', text: '![it](<attachment:a b.png>) [get](attachment:data.txt)', revision: '0' })
    await ann.upload('/files/Shown', [new File([png], 'a b.png')])
    const page = (await ann.get('/page/Shown')).body
    expect(page).toContain('<img src="/file/Shown?name=a%20b.png" alt="it">')
    expect(page).toContain('<a href="/file/Shown?name=data.txt">get</a>')

    const image = await ann.get('/file/Shown?name=a%20b.png')
    expect([image.headers.get('content-type'), image.headers.get('content-disposition')]).toEqual([
      'image/png',
      'inline; filename="a b.png"',
    ])
    expect(image.bytes).toEqual(png)
    const part = await ann.get('/file/Gateways?name=data.txt', { range: 'bytes=2-4' })
    expect([part.status, part.body, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
  })

  it.each([
    ['a page', 'evil.html', '<script>alert(1)</script>'],
    ['an SVG', 'evil.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page that says it is an image', 'evil.png', '<html><script>alert(1)</script>'],
    ['a GIF that is a script as well', 'evil.js', 'GIF89a=1;alert(1)'],
  ])('never run in a browser: %s', async (_, name, content) => {
    await ann.upload('/files/Middleware', [new File([content], name, { type: 'text/html' })])
    const { headers } = await ann.get(`/file/Middleware?name=${name}`)
    expect(headers.get('content-type')).toMatch(/^(?:application\/octet-stream|image\/gif)$/)
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('get a name that is one', async () => {
    await ann.post('/new', { title: 'Names', text: '', revision: '0' })
    for (const name of ['../../etc/passwd', 'C:\\x\\con', '.htaccess', 'x'.repeat(300), '\u202Egnp.exe', 'a"b.txt']) {
      await ann.upload('/files/Names', [new File(['x'], name)])
    }
    const { body } = await ann.get('/files/Names')
    const names = [...body.matchAll(/name=([^"]+)"><bdi>/g)].map(([, name = '']) => decodeURIComponent(name))
    expect(names).toHaveLength(6)
    for (const name of names) {
      expect(name).not.toMatch(/[/\\]|^\.|\u202e/)
      expect((await ann.get(`/file/Names?name=${encodeURIComponent(name)}`)).body).toBe('x')
    }
  })

  it('are numbered where the page has the name, and removed', async () => {
    const before = readdirSync(wiki().files).length
    await ann.upload('/files/Writing%20pages', [new File(['1'], 'n.txt'), new File(['2'], 'n.txt')])
    expect((await ann.get('/file/Writing%20pages?name=n-2.txt')).body).toBe('2')
    for (const remove of ['n.txt', 'n-2.txt']) expect((await ann.post('/files/Writing%20pages', { remove })).status).toBe(303)
    expect((await ann.get('/file/Writing%20pages?name=n.txt')).status).toBe(404)
    expect(readdirSync(wiki().files)).toHaveLength(before)
  })

  it('are not for everybody to change', async () => {
    expect(
      (
        await wiki()
          .visitor()
          .upload('/files/Gateways', [new File(['x'], 'x')])
      ).status,
    ).toBe(403)
    expect((await wiki().visitor().post('/files/Gateways', { remove: 'data.txt' })).status).toBe(403)
    expect((await ann.upload('/files/Nothing', [new File(['x'], 'x')])).status).toBe(404)
    expect((await ann.post('/files/Gateways', { remove: 'nothing' })).status).toBe(404)
  })

  it('leave nothing behind when the upload breaks off', async () => {
    const before = readdirSync(wiki().files).length
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf of it'
    const broken = await ann.post('/files/Gateways', {}, { 'content-type': 'multipart/form-data; boundary=b' })
    expect(broken.status).toBe(400)
    expect(body).toContain('half')
    expect(readdirSync(wiki().files)).toHaveLength(before)
  })
})

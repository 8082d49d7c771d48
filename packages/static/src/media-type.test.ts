import { mediaTypeOf } from './media-type.ts'

describe('mediaTypeOf', () => {
  test.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['APP.JS', 'text/javascript; charset=utf-8'],
    ['a.min.css', 'text/css; charset=utf-8'],
    ['a.csv', 'text/csv; charset=utf-8'],
    ['a.json', 'application/json'],
    ['a.webmanifest', 'application/manifest+json'],
    ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.svg', 'image/svg+xml'],
    ['a.mp4', 'video/mp4'],
    ['a.wasm', 'application/wasm'],
    ['a.xyzzy', 'application/octet-stream'],
    ['README', 'application/octet-stream'],
    ['html', 'application/octet-stream'],
    ['a.b/html', 'application/octet-stream'],
    ['a.constructor', 'application/octet-stream'],
    ['a.__proto__', 'application/octet-stream'],
    ['a.', 'application/octet-stream'],
  ])('%s is %s', async (path, type) => {
    expect(await mediaTypeOf(path, new Map())).toBe(type)
  })

  it('asks the options first', async () => {
    expect(await mediaTypeOf('a.TS', new Map([['ts', 'text/typescript']]))).toBe('text/typescript')
  })

  it('knows the common endings as the database does', async () => {
    const { default: mime } = await import('mime')
    for (const ending of ['css', 'html', 'jpg', 'js', 'json', 'mjs', 'png', 'svg', 'txt', 'webp', 'woff2'])
      expect((await mediaTypeOf(`a.${ending}`, new Map())).split(';')[0]).toBe(mime.getType(ending))
  })
})

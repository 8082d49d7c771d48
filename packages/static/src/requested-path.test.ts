import { requestedPath } from './requested-path.ts'

describe('requestedPath', () => {
  test.each([
    ['', [], true],
    ['/', [], true],
    ['/a.txt', ['a.txt'], false],
    ['/a/', ['a'], true],
    ['/a%20b/caf%C3%A9', ['a b', 'café'], false],
    ['/.well-known/security.txt', ['.well-known', 'security.txt'], false],
    ['/%25', ['%'], false],
    ['/...', undefined, false],
    ['/a..b', ['a..b'], false],
  ])('takes %j apart', (path, segments, isFolder) => {
    expect(requestedPath(path, false, false)).toEqual(segments && { segments, isFolder })
  })

  test.each([
    ['/..'],
    ['/../a'],
    ['/a/../../b'],
    ['/%2e%2e/a'],
    ['/..%2fa'],
    ['/%2e%2e%2fa'],
    ['/a%2fb'],
    ['/a%2Fb'],
    ['/..%5ca'],
    ['/a%5cb'],
    ['/a\\b'],
    ['/a%00'],
    ['/a.txt%00.png'],
    ['//a'],
    ['/a//b'],
    ['//'],
    ['/%'],
    ['/%zz'],
    ['/%ff'],
    ['/%c0%ae%c0%ae/a'],
    ['/.git/config'],
    ['/%2egit/config'],
    ['/a/.env'],
    ['/a/.well-known/x'],
    ['/.well-known/.secret'],
  ])('refuses %s', (path) => {
    expect(requestedPath(path, false, false)).toBeUndefined()
  })

  it('takes names that begin with a dot where they are wanted, but no folder above', () => {
    expect(requestedPath('/.git/..x', true, false)).toEqual({ segments: ['.git', '..x'], isFolder: false })
    for (const path of ['/.', '/..', '/%2e%2e/a']) expect(requestedPath(path, true, false)).toBeUndefined()
  })

  test.each([
    ['/CON'],
    ['/nul.txt'],
    ['/com1'],
    ['/LPT%C2%B9.x'],
    ['/aux%20.txt'],
    ['/conin$'],
    ['/a.txt.'],
    ['/a.txt%20'],
    ['/a.txt::$DATA'],
    ['/c:'],
    ['/SECRET~1.TXT'],
    ['/a%7C'],
    ['/a%1f'],
  ])('refuses %s on Windows, where it means something else', (path) => {
    expect(requestedPath(path, true, true)).toBeUndefined()
    expect(requestedPath(path, true, false)).toBeDefined()
  })

  it('takes ordinary names on Windows', () => {
    for (const path of ['/console.log', '/com10', '/null', '/a b.txt', '/co~n']) expect(requestedPath(path, false, true)).toBeDefined()
  })
})

import fc from 'fast-check'
import { safeName } from './safe-name.ts'

describe('safeName', () => {
  // §6.2 case 7
  test.each([
    ['photo.jpg', 'photo.jpg'],
    ['a b-ä_€.tar.gz', 'a b-ä_€.tar.gz'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\x', 'x'],
    ['C:\\x\\y.txt', 'y.txt'],
    ['C:x', 'C_x'],
    ['..', 'file'],
    ['.', 'file'],
    ['a/', 'file'],
    ['a/..', 'file'],
    ['', 'file'],
    [' . ', 'file'],
    ['.htaccess', '_htaccess'],
    ['..x', '_.x'],
    ['x.', 'x'],
    ['x. . ', 'x'],
    ['x.php\0.jpg', 'x.php.jpg'],
    ['a\r\nb\tc', 'abc'],
    ['a<b>:"|?*c', 'a_b______c'],
    ['x\u202egpj.exe', 'xgpj.exe'],
    ['\u2066a\u2069\ufeff', 'a'],
    ['\ud800a', '\ufffda'],
    ['a\u0308', 'ä'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['nul .tar.gz', '_nul .tar.gz'],
    ['COM1', '_COM1'],
    ['lpt\u00b9.x', '_lpt\u00b9.x'],
    ['CONSOLE.txt', 'CONSOLE.txt'],
    ['com10', 'com10'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    [`${'a'.repeat(300)}.txt`, `${'a'.repeat(251)}.txt`],
    [`${'ä'.repeat(300)}.txt`, `${'ä'.repeat(125)}.txt`],
    [`a.${'x'.repeat(300)}`, `a.${'x'.repeat(253)}`],
    ['x'.repeat(65_536), 'x'.repeat(255)],
  ])('makes of %j', (sent, expected) => {
    expect(safeName(sent)).toBe(expected)
  })

  it('makes one segment of anything, that stays the same when it is made again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\ :conaux1\0\u202e]*$/)), (sent) => {
        const name = safeName(sent)
        expect(name).not.toMatch(/[/\\\0-\x1f<>:"|?*]|^\.|[. ]$|^$/)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
        expect(safeName(name)).toBe(name)
      }),
      { numRuns: 2000 },
    )
  })
})

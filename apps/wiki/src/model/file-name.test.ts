import { fileNameOf } from './file-name.ts'

test.each([
  ['a.png', 'a.png'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\fakepath\\a.png', 'a.png'],
  ['', 'file'],
  ['..', 'file'],
  ['.htaccess', 'htaccess'],
  ['a\0b\n.png', 'ab.png'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['a<b>"c|d?*.png', 'abcd.png'],
  ['\ud800a.png', 'a.png'],
  [`${'x'.repeat(200)}.png`, `${'x'.repeat(116)}.png`],
])('fileNameOf(%j) is %j', (sent, name) => {
  expect(fileNameOf(sent)).toBe(name)
})

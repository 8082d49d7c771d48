import { fileOfPage, pageOfFile, pathOfPage, titleOfPath } from './archived-page.ts'

test.each([
  ['Gateways', 'Gateways.md'],
  ['Servers/nginx', 'Servers/nginx.md'],
  ['..', '%2E%2E.md'],
  ['../../etc/passwd', '%2E%2E/%2E%2E/etc/passwd.md'],
  ['/a//b/', '%2Fa%2F/b%2F.md'],
  ['100% a:b*c?"<>|\\', '100%25 a%3Ab%2Ac%3F%22%3C%3E%7C%5C.md'],
  ['.hidden', '%2Ehidden.md'],
  ['dot.', 'dot%2E.md'],
  ['入港', '入港.md'],
])('the page %s is in the file %s', (title, path) => {
  expect(pathOfPage(title)).toBe(path)
  expect(titleOfPath(path)).toBe(title)
  expect(path).not.toMatch(/^\/|\/\/|(?:^|\/)\.\.?(?:\/|$)/)
})

test.each(['a.txt', 'md', 'a.md/'])('%s is no page', (path) => {
  expect(titleOfPath(path)).toBeUndefined()
})

test.each([
  { text: 'a\n', tags: [], readRank: null, editRank: null },
  { text: '', tags: ['a', 'b c'], readRank: 2, editRank: 3 },
  { text: '---\ntags: no\n---\n', tags: [], readRank: null, editRank: 0 },
  { text: '---\nnot front', tags: [], readRank: null, editRank: null },
] as const)('a file says what the page %j is', (page) => {
  expect(pageOfFile(fileOfPage(page))).toEqual(page)
})

test('lines of other programs stay in the text', () => {
  const content = '---\ntitle: x\n---\ntext'
  expect(pageOfFile(content)).toMatchObject({ text: content, tags: [] })
})

import { contentDisposition } from './content-disposition.ts'

test.each([
  ['a.png', 'inline; filename="a.png"'],
  ['a "b"\\.png', `inline; filename="a _b__.png"; filename*=UTF-8''a%20%22b%22%5C.png`],
  ["入港 (1)'*.png", `inline; filename="__ (1)'*.png"; filename*=UTF-8''%E5%85%A5%E6%B8%AF%20%281%29%27%2A.png`],
])('contentDisposition of %s (RFC 6266, RFC 8187)', (name, field) => {
  expect(contentDisposition('inline', name)).toBe(field)
})

import { normaliseTag, problemWithTags, tagsIn } from './tag.ts'

test('tagsIn has each tag once, in one spelling', () => {
  expect(tagsIn(' Ships,quay ,, SHIPS,a  b')).toEqual(['ships', 'quay', 'a b'])
  expect(normaliseTag('U\u0308BER')).toBe('über')
})

test.each([
  [['a'], undefined],
  [['c++', '入港'], undefined],
  [['x'.repeat(41)], 'A tag has at most 40 characters.'],
  [['a/b'], 'A tag has a letter or a digit, and no slash.'],
  [['...'], 'A tag has a letter or a digit, and no slash.'],
  [Array.from({ length: 21 }, (_, index) => `t${index}`), 'A page has at most 20 tags, this one has 21.'],
])('problemWithTags(%j) is %j', (tags, problem) => {
  expect(problemWithTags(tags)).toBe(problem)
})

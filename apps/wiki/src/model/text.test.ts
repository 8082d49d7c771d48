import { longestText, normaliseText, problemWithText } from './text.ts'

describe('normaliseText', () => {
  it('ends lines with LF', () => {
    expect(normaliseText('a\r\nb\rc\n\r\n')).toBe('a\nb\nc\n\n')
  })
})

describe('problemWithText', () => {
  it.each(['', '\n', '😀', 'a\tb\u0001', 'x'.repeat(longestText)])('has nothing against text', (text) => {
    expect(problemWithText(text)).toBeUndefined()
  })

  it.each([
    ['too much', 'x'.repeat(longestText + 1), /at most 100000 .* has 100001/],
    ['a NUL', 'a\0', /NUL/],
    ['a lone surrogate', '\udc00a', /half characters/],
  ])('refuses %s', (_, text, problem) => {
    expect(problemWithText(text)).toMatch(problem)
  })

  it('leaves the longest text of any script below the largest form', () => {
    expect(encodeURIComponent('入'.repeat(longestText)).length).toBeLessThan(1_048_576 - 10_000)
    expect(encodeURIComponent('😀'.repeat(longestText / 2)).length).toBeLessThan(1_048_576 - 10_000)
  })
})

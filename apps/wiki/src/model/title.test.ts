import { normaliseTitle, problemWithTitle } from './title.ts'

describe('normaliseTitle', () => {
  test.each([
    ['white space around and within', '  a \t\n b\u00a0 ', 'a b'],
    ['a decomposed letter', 'U\u0308ber', '\u00dcber'],
    ['a slash and dots', '../a/b', '../a/b'],
    ['a title that is normal', '入港 & <b>', '入港 & <b>'],
  ])('has one spelling for %s', (_, title, normal) => {
    expect(normaliseTitle(title)).toBe(normal)
    expect(normaliseTitle(normal)).toBe(normal)
  })
})

describe('problemWithTitle', () => {
  it.each(['a', '..', '/', '%', '😀', '入港', '<script>', 'a'.repeat(200)])('has nothing against %s', (title) => {
    expect(problemWithTitle(title)).toBeUndefined()
  })

  it.each([
    ['nothing', '', /needs a title/],
    ['201 characters', 'a'.repeat(201), /at most 200 .* has 201/],
    ['a NUL', 'a\0b', /control characters/],
    ['an escape sequence', '\u001b[31m', /control characters/],
    ['a lone surrogate', 'a\ud800', /control characters/],
    ['a zero-width space', '\u200b', /visible/],
  ])('refuses %s', (_, title, problem) => {
    expect(problemWithTitle(title)).toMatch(problem)
  })
})

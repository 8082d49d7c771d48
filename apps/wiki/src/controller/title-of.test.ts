import { HttpError } from '@gangway/gateway'
import { titleOf } from './title-of.ts'

describe('titleOf', () => {
  test.each([
    ['an encoded slash', '/page/a%2Fb', '', 'a/b'],
    ['a slash that the server decoded', '/page/a/b', '', 'a/b'],
    ['an encoded percent sign', '/page/a%252Fb', '', 'a%2Fb'],
    ['white space', '/page/%20a%20%20b', '', 'a b'],
    ['a decomposed letter', '/page/U%CC%88', '', 'Ü'],
    ['a plus', '/page/a+b', '', 'a+b'],
    ['a query', '/page', 'title=..%2Fa+b&x=y', '../a b'],
    ['a query beside a path', '/page/a', 'title=b', 'a'],
  ])('reads %s', (_, path, query, title) => {
    expect(titleOf({ path, query })).toBe(title)
  })

  it.each([
    ['nothing', '/page/', ''],
    ['no query', '/page', ''],
    ['a NUL', '/page/a%00b', ''],
    ['a newline in the middle of a query', '/page', 'title=a%1Bb'],
    ['what is not UTF-8', '/page/%FF', ''],
    ['an escape that is none', '/page/%', ''],
    ['an encoded surrogate', '/page/%ED%A0%80', ''],
    ['10,000 characters', `/page/${'a'.repeat(10_000)}`, ''],
  ])('finds no page at %s', (_, path, query) => {
    expect(() => titleOf({ path, query })).toThrow(HttpError)
    expect(() => titleOf({ path, query })).toThrow(expect.objectContaining({ status: 404 }))
  })
})

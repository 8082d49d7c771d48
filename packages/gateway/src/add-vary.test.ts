import { addVary } from './add-vary.ts'

describe('addVary', () => {
  it.each([
    [null, ['Cookie'], 'Cookie'],
    ['', ['Cookie'], 'Cookie'],
    ['Accept', ['Cookie'], 'Accept, Cookie'],
    ['accept ,COOKIE', ['Cookie'], 'accept ,COOKIE'],
    ['Accept', ['Cookie', 'Origin'], 'Accept, Cookie, Origin'],
    ['*', ['Cookie'], '*'],
    ['Accept, *', ['Cookie'], 'Accept, *'],
    ['Accept', ['*'], '*'],
    ['Cookies', ['Cookie'], 'Cookies, Cookie'],
    [null, [], null],
  ])('adds to %j', (vary, names, expected) => {
    const headers = new Headers(vary === null ? {} : { vary })
    addVary(headers, ...names)
    expect(headers.get('vary')).toBe(expected)
  })
})

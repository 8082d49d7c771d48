import { expressionsAt } from './expressions.ts'
import { tokensOf } from './tokens.ts'

const kinds = (source: string): string[] =>
  tokensOf(source)
    .filter(({ kind }) => kind !== 'space' && kind !== 'punctuation')
    .map(({ kind, text }) => `${kind} ${text}`)

describe('tokensOf', () => {
  it.each<[string, string[]]>([
    ['const a = 1_000n // x', ['keyword const', 'name a', 'number 1_000n', 'comment // x']],
    ["a.type + 'it\\'s' + \"b\"", ['name a', 'name type', "string 'it\\'s'", 'string "b"']],
    ['`a${b.c}d${`${e}`}f`', ['string `a${', 'name b', 'name c', 'string }d${', 'string `${', 'name e', 'string }`', 'string }f`']],
    ['`${{ a: 1 }}`', ['string `${', 'name a', 'number 1', 'string }`']],
    ['a / b / c', ['name a', 'name b', 'name c']],
    ['x = /[/]\\//g.test(y)', ['name x', 'pattern /[/]\\//g', 'name test', 'name y']],
    ['/* a\nb */ this.#x', ['comment /* a\nb */', 'keyword this', 'name #x']],
    ["'open", ["string 'open"]],
    ['/* open', ['comment /* open']],
    ['0xff + .5e3', ['number 0xff', 'number .5e3']],
    ['größe + 名', ['name größe', 'name 名']],
  ])('cuts %j', (source, expected) => {
    expect(kinds(source)).toEqual(expected)
  })

  it('leaves nothing out, whatever it gets', () => {
    for (const source of ['\u0000\ud800 `${', '}}}`', "''''\\", '/'.repeat(100), 'a'.repeat(10_000), '`${'.repeat(1000)]) {
      expect(
        tokensOf(source)
          .map(({ text }) => text)
          .join(''),
      ).toBe(source)
    }
  })
})

describe('expressionsAt', () => {
  it.each<[string, string[]]>([
    ['  const decade = decadeOf(book.author.born)', ['decadeOf', 'book', 'book.author', 'book.author.born']],
    ['if (user?.name === other[key].id) {', ['user', 'user.name', 'other', 'key']],
    ['return { ...rest, title: this.title }', ['rest', 'title', 'this', 'this.title']],
    ['call(`${a.b} is not c`, "d", /e/) // f', ['call', 'a', 'a.b']],
    ['x = y ? .5 : z', ['x', 'y', 'z']],
  ])('reads %j', (line, expected) => {
    expect(expressionsAt([line], 0).map((each) => each.join('.'))).toEqual(expected)
  })

  it('goes on until the brackets are closed, and no further', () => {
    expect(expressionsAt(['call(', '  one,', '  two,', ')', 'three'], 0).map(([name]) => name)).toEqual(['call', 'one', 'two'])
  })
})

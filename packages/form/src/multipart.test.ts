import { HttpError } from '@gangway/gateway'
import fc from 'fast-check'
import { entriesOf, fieldPart, filePart, multipart, pieces, post, reading } from '../test/bodies.ts'
import { FormError } from './index.ts'

const type = 'multipart/form-data; boundary=X'

function errorOf(body: string, contentType = type): Promise<unknown> {
  return entriesOf(post(contentType, body)).catch((error: unknown) => error)
}

describe('a multipart form', () => {
  it('has fields and files in order', async () => {
    const body = multipart('X', fieldPart('a', '1'), filePart('f', 'x.txt', 'hello'), fieldPart('a', 'zwei ä €'))
    expect(await entriesOf(post(type, body))).toEqual([
      ['a', '1'],
      ['f', 'x.txt', 'hello'],
      ['a', 'zwei ä €'],
    ])
  })

  it('may be empty', async () => {
    expect(await entriesOf(post(type, '--X--\r\n'))).toEqual([])
    expect(await entriesOf(post(type, '--X--'))).toEqual([])
  })

  it('may have a preamble and an epilogue, with what looks like parts', async () => {
    const body = `a preamble\r\n--Y\r\n${multipart('X', fieldPart('a', '1'))}\r\n--X\r\n${fieldPart('b', '2')}`
    expect(await entriesOf(post(type, body))).toEqual([['a', '1']])
  })

  // §6.2 case 1
  test.each([
    ['the boundary with more behind it', 'x\r\n--Xtra\r\ny'],
    ['the boundary without a line before it', 'x--X\r\ny--X--'],
    ['half of a boundary', 'x\r\n-\r\n--\r\n\r\n--'],
    ['the boundary and one dash', 'x\r\n--X-y'],
    ['the boundary after a line feed alone', 'x\n--X\r\ny'],
    ['lines and nothing else', '\r\n\r\n\r\n'],
    ['carriage returns', '\r\r\r\r\r\n\r'],
    ['nothing', ''],
  ])('keeps a file with %s, in pieces of any size', async (_, content) => {
    const body = multipart('X', filePart('f', 'x', content), fieldPart('a', '1'))
    for (let size = 1; size <= body.length; size++) {
      expect(await entriesOf(post(type, pieces(body, size)))).toEqual([
        ['f', 'x', content],
        ['a', '1'],
      ])
    }
  })

  it('is the same in whatever pieces it comes, with any content that is not its boundary', async () => {
    const text = fc.stringMatching(/^[\r\n\-Xab ä]{0,40}$/)
    const boundary = fc.constantFrom('X', '--', 'aXa', 'X-a', 'a'.repeat(70), "(X)+_,-./:=?'b")
    const part = fc.record({ name: fc.stringMatching(/^[a-cä]{1,3}$/), file: fc.boolean(), content: text })
    await fc.assert(
      fc.asyncProperty(
        boundary,
        fc.array(part, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        text,
        async (chosen, parts, sizes, preamble) => {
          const clashes = (content: string): boolean => `\r\n${content}\r\n`.includes(`\r\n--${chosen}`)
          fc.pre(!clashes(preamble) && parts.every(({ content }) => !clashes(content)))
          const body = `${preamble}\r\n${multipart(chosen, ...parts.map(({ name, file, content }) => (file ? filePart(name, 'n', content) : fieldPart(name, content))))}`
          const expected = parts.map(({ name, file, content }) => (file ? [name, 'n', content] : [name, content]))
          expect(await entriesOf(post(`multipart/form-data; boundary="${chosen}"`, cut(body, sizes)))).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is fields or a FormError whatever comes, and the same one in any pieces', async () => {
    const valid = multipart('X', fieldPart('a', '1'), filePart('f', 'x', 'b\r\n--Xtra\r\n'), fieldPart('c', ''))
    const scraps = [
      '\r\n',
      '\r',
      '\n',
      '--X',
      '--X--',
      '--',
      '"',
      '\\',
      ';',
      ':',
      '=',
      ' ',
      '\0',
      '%',
      "'",
      'ä',
      'filename*=',
      'name=a',
      'Content-Type: text/plain',
      '\xff',
    ]
    const change = fc.record({ at: fc.nat(valid.length), cut: fc.nat(12), scrap: fc.constantFrom('', ...scraps) })
    const outcome = (body: AsyncIterable<Uint8Array>): Promise<unknown> =>
      entriesOf(post(type, body)).catch((error: unknown) => {
        if (error instanceof FormError) return error.code
        throw error
      })
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        async (changes, sizes) => {
          const body = changes.reduce((text, { at, cut, scrap }) => text.slice(0, at) + scrap + text.slice(at + cut), valid)
          const bytes = Buffer.from(body, 'latin1')
          expect(await outcome(cut(bytes, sizes))).toEqual(await outcome(cut(bytes, [1000])))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('takes blanks behind a boundary, and a part that ends with its header', async () => {
    const body = `--X \t\r\n${fieldPart('a', '1')}\r\n--X\r\nContent-Disposition: form-data; name=b\r\n\r\n--X--`
    expect(await entriesOf(post(type, body))).toEqual([
      ['a', '1'],
      ['b', ''],
    ])
  })

  test.each([
    ['has no boundary line', 'a=1'],
    ['is empty', ''],
    ['ends before its last boundary', `--X\r\n${fieldPart('a', '1')}\r\n--X`],
    ['ends in a header', '--X\r\nContent-Disposition: form-data; na'],
    ['ends in a part', `--X\r\n${fieldPart('a', '1')}`],
    ['has lines that end with a line feed alone', multipart('X', fieldPart('a', '1')).replaceAll('\r\n', '\n')],
    ['has text behind a boundary', `--X y\r\n${fieldPart('a', '1')}\r\n--X--`],
    ['has text behind its last boundary', `--X\r\n${fieldPart('a', '1')}\r\n--X--y`],
    ['has a CR without LF behind a boundary', `--X\ry\r\n${fieldPart('a', '1')}\r\n--X--`],
    ['has more blanks behind a boundary than anybody writes', `--X${' '.repeat(70)}\r\n${fieldPart('a', '1')}\r\n--X--`],
    ['has a part without a header', multipart('X', '\r\nvalue')],
    ['has a part without a name', multipart('X', 'Content-Disposition: form-data\r\n\r\n1')],
    ['has a part of another disposition', multipart('X', 'Content-Disposition: attachment; name=a\r\n\r\n1')],
    ['has two dispositions', multipart('X', 'Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n1')],
    ['has two names', multipart('X', 'Content-Disposition: form-data; name=a; name=b\r\n\r\n1')],
    ['has two file names', multipart('X', 'Content-Disposition: form-data; name=a; filename=b; filename=c\r\n\r\n1')],
    ['has a name without end', multipart('X', 'Content-Disposition: form-data; name="a\r\n\r\n1')],
    ['has a header line without colon', multipart('X', `Content-Disposition: form-data; name=a\r\nx\r\n\r\n1`)],
    ['has a blank before a colon', multipart('X', 'Content-Disposition : form-data; name=a\r\n\r\n1')],
    ['has a line feed in a header', multipart('X', 'Content-Disposition: form-data; name=a\nX: y\r\n\r\n1')],
    ['has a NUL in a header', multipart('X', 'Content-Disposition: form-data; name="a\0"\r\n\r\n1')],
    ['has a boundary where a header should go on', `--X\r\nContent-Disposition: form-data; name=a\r\n--X--\r\n\r\n`],
    ['has a content type that is none', multipart('X', 'Content-Disposition: form-data; name=a\r\nContent-Type: text\r\n\r\n1')],
    [
      'has a multipart inside',
      multipart('X', 'Content-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=Y\r\n\r\n1'),
    ],
  ])('that %s is malformed', async (_, body) => {
    expect(await errorOf(body)).toMatchObject({ name: 'FormError', code: 'ERR_FORM_MALFORMED', status: 400, expose: true })
  })

  // §6.2 case 8, CVE-2026-26961
  test.each([
    ['is missing', 'multipart/form-data'],
    ['is empty', 'multipart/form-data; boundary='],
    ['is empty and quoted', 'multipart/form-data; boundary=""'],
    ['is there twice', 'multipart/form-data; boundary=X; boundary=X'],
    ['is there twice, in other letters', 'multipart/form-data; boundary=X; Boundary=Y'],
    ['has 71 characters', `multipart/form-data; boundary=${'X'.repeat(71)}`],
    ['ends with a space', 'multipart/form-data; boundary="X "'],
    ['has a character that is not allowed', 'multipart/form-data; boundary="X{}"'],
    ['has no closing quote', 'multipart/form-data; boundary="X'],
    ['comes with a second type', 'multipart/form-data; boundary=X, multipart/form-data; boundary=Y'],
  ])('is refused when its boundary %s', async (_, contentType) => {
    expect(await errorOf(multipart('X', fieldPart('a', '1')), contentType)).toMatchObject({ code: 'ERR_FORM_MALFORMED', status: 400 })
  })

  test.each([
    ['in other letters', 'MultiPart/Form-Data;BOUNDARY=X', 'X'],
    ['quoted, with blanks around it', 'multipart/form-data ; charset=utf-8 ; boundary="X" ;', 'X'],
    ['quoted, with a space inside', 'multipart/form-data; boundary="X Y"', 'X Y'],
    ['with characters that should be quoted and are not', 'multipart/form-data; boundary=X:=/Y', 'X:=/Y'],
    ['of 70 characters', `multipart/form-data; boundary=${'X'.repeat(70)}`, 'X'.repeat(70)],
  ])('takes a boundary %s', async (_, contentType, boundary) => {
    expect(await entriesOf(post(contentType, multipart(boundary, fieldPart('a', '1'))))).toEqual([['a', '1']])
  })

  test.each([
    ['base64', 'Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ=='],
    ['an unknown charset', 'Content-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=klingon\r\n\r\n1'],
    ['UTF-16', 'Content-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\n1'],
  ])('with a part in %s is of a type that is not read', async (_, part) => {
    expect(await errorOf(multipart('X', part))).toMatchObject({ code: 'ERR_FORM_TYPE', status: 415 })
  })

  it('reads a folded header, and one with fields it does not know', async () => {
    const part = 'Content-Disposition: form-data;\r\n  name=a\r\nContent-Transfer-Encoding: 8bit\r\nX-Y: z\r\n\r\n1'
    expect(await entriesOf(post(type, multipart('X', part)))).toEqual([['a', '1']])
  })

  // §6.2 case 9
  it('is UTF-8 unless it says otherwise, in its type, in a part or in _charset_', async () => {
    const body = multipart(
      'X',
      'Content-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\n\x80',
      fieldPart('_charset_', 'iso-8859-1'),
      fieldPart('n\xe4me', 'v\xe4lue'),
      filePart('f', 'd\xe4tei', ''),
    )
    expect(await entriesOf(post(type, Buffer.from(body, 'latin1')))).toEqual([
      ['a', '€'],
      ['_charset_', 'iso-8859-1'],
      ['näme', 'välue'],
      ['f', 'dätei', ''],
    ])
    const whole = Buffer.from(multipart('X', fieldPart('a', '\x82\xa0')), 'latin1')
    expect(await entriesOf(post('multipart/form-data; boundary=X; charset=shift_jis', whole))).toEqual([['a', 'あ']])
  })

  test.each([
    ['a name', fieldPart('\xff', '1')],
    ['a value', fieldPart('a', '\xe4')],
    ['a file name', filePart('f', '\xe4', '1')],
  ])('is malformed when %s is not in its charset', async (_, part) => {
    const body = Buffer.from(multipart('X', part), 'latin1')
    const error = await entriesOf(post(type, body)).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ERR_FORM_MALFORMED', message: expect.stringContaining('utf-8') })
  })

  it('keeps a byte order mark, as browsers send it', async () => {
    expect(await entriesOf(post(type, multipart('X', fieldPart('a', '\ufeff1'))))).toEqual([['a', '\ufeff1']])
  })

  // §6.2 case 7
  test.each([
    ['a plain name', 'filename="x.txt"', 'x.txt'],
    ['a name without quotes', 'filename=x.txt', 'x.txt'],
    ['what browsers escape', 'filename="%22a%0D%0ab%41%22"', '"a\r\nb%41"'],
    ['quoted pairs', 'filename="a\\"b\\\\c"', 'a"b\\c'],
    ['a path of old Windows browsers', 'filename="C:\\dir\\x.txt"', 'C:\\dir\\x.txt'],
    ['filename*', "filename*=UTF-8''%e2%82%ac%20rates", '€ rates'],
    ['filename* with a language, in latin1', "filename*=iso-8859-1'en'%A3%20rates", '£ rates'],
    ['both, in either order', 'filename="x"; filename*=UTF-8\'\'%e2%82%ac', '€'],
    ['both, in the other order', 'filename*=UTF-8\'\'%e2%82%ac; filename="x"', '€'],
    ['a malformed filename* beside a good name (CVE-2026-8162)', "filename=x; filename*=UTF-8''%ff", 'x'],
    ['a cut filename* beside a good name', "filename=x; filename*=UTF-8''%f", 'x'],
    ['a filename* of another charset beside a good name', "filename=x; filename*=koi8-r''%f0", 'x'],
    ['a semicolon in quotes', 'filename="a;b=c"', 'a;b=c'],
  ])('has the file name of %s', async (_, parameter, expected) => {
    const part = `Content-Disposition: form-data; name=f; ${parameter}\r\n\r\ncontent`
    expect(await entriesOf(post(type, multipart('X', part)))).toEqual([['f', expected, 'content']])
  })

  it('is malformed when filename* is, and there is no other', async () => {
    const part = "Content-Disposition: form-data; name=f; filename*=UTF-8''%ff\r\n\r\ncontent"
    expect(await errorOf(multipart('X', part))).toMatchObject({ code: 'ERR_FORM_MALFORMED' })
  })

  it('has no file where none was chosen, and one without a name where there is content', async () => {
    const body = multipart('X', filePart('none', '', ''), filePart('some', '', 'content'), filePart('empty', 'x', ''))
    expect(await entriesOf(post(type, body))).toEqual([
      ['some', '', 'content'],
      ['empty', 'x', ''],
    ])
    const names = await reading(post(type, body), async (found) => (await found.read()).files('some').map(({ fileName }) => fileName))
    expect(names).toEqual(['file'])
  })

  it('says what a file is called and claims to be', async () => {
    const part = 'Content-Disposition: form-data; name=f; filename="../../x.PNG"\r\nContent-Type: Image/PNG; x=y\r\n\r\n1'
    const fields = await reading(post(type, multipart('X', part)), (found) => found.read())
    expect(fields.file('f')).toMatchObject({
      kind: 'file',
      name: 'f',
      fileName: 'x.PNG',
      sentFileName: '../../x.PNG',
      type: 'image/png',
      size: 1,
    })
    const plain = await reading(post(type, multipart('X', 'Content-Disposition: form-data; name=f; filename=x\r\n\r\n1')), (found) =>
      found.read(),
    )
    expect(plain.file('f')?.type).toBe('application/octet-stream')
  })

  it('is answered with words that the visitor may read', async () => {
    const error = await errorOf('a=1')
    expect(error).toBeInstanceOf(HttpError)
    expect(String(error)).toBe('FormError: form: the body ends before its last boundary')
  })
})

async function* cut(body: string | Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.slice(at, at + size)
    at += size
  }
}

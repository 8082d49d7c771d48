import { entriesOf, fieldPart, filePart, multipart, pieces, post, reading } from '../test/bodies.ts'
import type { FormLimits } from './form-limits.ts'
import { form } from './index.ts'

const multipartType = 'multipart/form-data; boundary=X'
const urlencodedType = 'application/x-www-form-urlencoded'

// What never ends must be stopped by a limit: each gives up to 64 MiB, and counts how much was taken.
function endless(start: string, repeated: string): { body: AsyncIterable<Uint8Array>; taken: () => number } {
  const chunk = Buffer.from(repeated.repeat(Math.ceil(65_536 / repeated.length)))
  let taken = 0
  return {
    body: (async function* () {
      yield Buffer.from(start)
      for (; taken < 67_108_864; taken += chunk.length) yield Uint8Array.from(chunk)
    })(),
    taken: () => taken,
  }
}

async function refused(type: string, body: string, limits: FormLimits): Promise<unknown> {
  return entriesOf(post(type, body), { limits }).catch((error: unknown) => error)
}

describe('the limits of a form', () => {
  const file = filePart('f', 'x', 'abcde')
  const field = fieldPart('abc', 'de')
  const whole = multipart('X', field, field, file, file)

  test.each<[keyof FormLimits, string, string, number, string]>([
    ['body', multipartType, whole, whole.length, 'the body has more than'],
    ['file', multipartType, whole, 5, 'the file of "f" has more than 4 bytes'],
    ['fileCount', multipartType, whole, 2, 'there are more than 1 files'],
    ['field', multipartType, whole, 2, 'the field "abc" has more than 1 bytes'],
    ['fieldCount', multipartType, whole, 2, 'there are more than 1 fields'],
    ['text', multipartType, whole, 10, 'the fields have more than 9 bytes'],
    ['name', multipartType, whole, 3, 'the name of a field or file has more than 2 bytes'],
    ['header', multipartType, whole, file.indexOf('\r\n\r\n'), 'the header of a part has more than'],
    ['body', urlencodedType, 'abc=de&abc=de', 13, 'the body has more than'],
    ['field', urlencodedType, 'abc=%64e&abc=de', 2, 'the field "abc" has more than 1 bytes'],
    ['fieldCount', urlencodedType, 'abc=de&abc=de', 2, 'there are more than 1 fields'],
    ['text', urlencodedType, 'abc=de&abc=de', 10, 'the fields have more than 9 bytes'],
    ['name', urlencodedType, 'a%62c=de&abc=de', 3, 'the name of a field or file has more than 2 bytes'],
  ])('%s of %s are exact', async (name, type, body, enough, message) => {
    expect(await refused(type, body, { [name]: enough })).toBeInstanceOf(Array)
    expect(await refused(type, body, { [name]: enough - 1 })).toMatchObject({
      name: 'FormError',
      code: 'ERR_FORM_TOO_LARGE',
      status: 413,
      message: expect.stringContaining(message),
    })
  })

  // §6.2 cases 2 and 3, CVE-2026-34829, CVE-2025-61770, CVE-2025-61772
  test.each([
    ['a preamble', multipartType, '', 'x', 'before the first part'],
    ['a preamble of almost boundaries', multipartType, '', '\r\n--Y', 'before the first part'],
    ['an epilogue', multipartType, '--X--\r\n', '\r\n--X', 'behind the last part'],
    ['a header', multipartType, '--X\r\n', 'X-Y: z\r\n', 'the header of a part'],
    ['a line of a header', multipartType, '--X\r\nContent-Disposition: form-data; name="', 'a', 'the header of a part'],
    ['a field', multipartType, '--X\r\nContent-Disposition: form-data; name=a\r\n\r\n', '\r\n--Y', 'the field "a"'],
    ['a file', multipartType, '--X\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n', '\r', 'the file of "a"'],
    ['many fields', multipartType, '', `--X\r\n${fieldPart('a', '')}\r\n`, '1000 fields'],
    ['many files', multipartType, '', `--X\r\n${filePart('a', 'b', 'c')}\r\n`, '20 files'],
    ['files that were not chosen', multipartType, '', `--X\r\n${filePart('a', '', '')}\r\n`, '1000 fields'],
    ['a name', urlencodedType, '', 'a', 'a field is too large'],
    ['a value', urlencodedType, 'a=', 'a', 'a field is too large'],
    ['many pairs', urlencodedType, '', 'a&', '1000 fields'],
    ['pairs of nothing', urlencodedType, '', '&', '1000 fields'],
    ['percent signs', urlencodedType, 'a=', '%', 'a field is too large'],
  ])('stop %s without end', async (_, type, start, repeated, message) => {
    const { body, taken } = endless(start, repeated)
    const error = await entriesOf(post(type, body)).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 413, message: expect.stringContaining(message) })
    expect(taken()).toBeLessThanOrEqual(21 * 1_048_576)
  })

  // §6.2 case 10
  it('refuse what is announced too large before a byte of it is read', async () => {
    let isRead = false
    const body = (async function* () {
      isRead = true
      yield Buffer.from('a=1')
    })()
    const context = post(urlencodedType, body, { headers: { 'content-length': '20971521' } })
    const error = await reading(context, (found) => found.read()).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 413 })
    expect(isRead).toBe(false)
  })

  it('can be others for one form', async () => {
    const body = multipart('X', file, field)
    const limits = { file: 4, fieldCount: 0 }
    const own = (found: FormLimits): Promise<number> =>
      reading(post(multipartType, body), async (inner) => (await inner.read({ limits: found })).names().length, { limits })
    expect(await own({ file: 5, fieldCount: 1 })).toBe(2)
    await expect(own({ file: 5 })).rejects.toThrow('0 fields')
    await expect(own({ fieldCount: 1 })).rejects.toThrow('4 bytes')
  })

  it('never make a file shorter: it fails, also for one who reads it as it arrives (§6.2 case 6)', async () => {
    let received = 0
    const read = reading(
      post(multipartType, pieces(multipart('X', filePart('f', 'x', 'a'.repeat(100))), 10)),
      async (found) => {
        for await (const part of found.parts()) if (part.kind === 'file') for await (const chunk of part) received += chunk.length
      },
      { limits: { file: 50 } },
    )
    await expect(read).rejects.toMatchObject({ status: 413 })
    expect(received).toBeLessThanOrEqual(50)
  })

  test.each<[FormLimits, string]>([
    [{ file: -1 }, 'the limit file is a number from 0'],
    [{ body: Number.NaN }, 'the limit body is a number from 0'],
    [{ files: 1 } as FormLimits, 'there is no limit named "files"'],
  ])('%j are a mistake that is found at once', (limits, message) => {
    expect(() => form({ limits })).toThrow(TypeError)
    expect(() => form({ limits })).toThrow(message)
  })
})

describe('the time a form takes', () => {
  // CVE-2025-49007, CVE-2026-8159, CVE-2026-34827: headers and content made to be slow
  test.each([
    ['quoted pairs', `Content-Disposition: form-data; name="${'\\"'.repeat(200_000)}"\r\n\r\n`],
    ['semicolons', `Content-Disposition: form-data; name=a${'; '.repeat(200_000)}x\r\n\r\n`],
    ['blanks', `Content-Disposition: form-data;${' '.repeat(400_000)}name=a x\r\n\r\n`],
    ['folds', `Content-Disposition: form-data; name=a;${'\r\n '.repeat(130_000)}x\r\n\r\n`],
    ['lines', `${'a:\r\n'.repeat(100_000)}\r\n`],
    ['apostrophes', `Content-Disposition: form-data; name=a; filename*=UTF-8${"'".repeat(400_000)}\r\n\r\n`],
  ])('is linear in a header of %s', async (_, head) => {
    const started = performance.now()
    const limits = { header: 1_000_000, name: 1_000_000 }
    await entriesOf(post(multipartType, multipart('X', head)), { limits }).catch(() => undefined)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test.each([
    ['the last character of the boundary', 'a'.repeat(70), 'a'],
    ['carriage returns', 'a'.repeat(70), '\r'],
    ['almost boundaries', 'a'.repeat(70), `\r\n--${'a'.repeat(69)}`],
    ['boundaries with more behind', 'a', '\r\n--ab'],
  ])('is linear in a file of %s', async (_, boundary, repeated) => {
    const content = repeated.repeat(8_388_608 / repeated.length)
    const started = performance.now()
    const fields = await entriesOf(post(`multipart/form-data; boundary=${boundary}`, multipart(boundary, filePart('f', 'x', content))))
    expect(fields[0]?.[2]?.length).toBe(content.length)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

import { entriesOf, fieldPart, filePart, multipart, post, reading } from '../test/bodies.ts'
import type { FormValue } from './form-fields.ts'
import type { StandardSchema } from './standard-schema.ts'

const type = 'multipart/form-data; boundary=X'
const body = multipart('X', fieldPart('title', 'Hello'), fieldPart('tag', 'a'), fieldPart('tag', 'b'), filePart('photo', 'x', '1'))

function schemaOf<Output>(validate: StandardSchema<Output>['~standard']['validate']): StandardSchema<Output> {
  return { '~standard': { version: 1, vendor: 'test', validate } }
}

const seen = schemaOf((value) => ({ value }))

describe('validate', () => {
  it('gives the schema an object: single values as text, repeated ones and those of lists as arrays', async () => {
    const { value } = await reading(post(type, body), (found) => found.validate(seen, { lists: ['photo', 'none'] }))
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(value).toMatchObject({ title: 'Hello', tag: ['a', 'b'], photo: [{ size: 1 }], none: [] })
  })

  // §6.2 case 3
  it('has no way to a prototype', async () => {
    const hostile = post('application/x-www-form-urlencoded', '__proto__=1&__proto__=2&constructor=3&toString=4')
    const { value } = await reading(hostile, (found) =>
      found.validate(schemaOf((given) => ({ value: given as Record<string, FormValue> }))),
    )
    expect(Object.entries(value ?? {})).toEqual([
      ['__proto__', ['1', '2']],
      ['constructor', '3'],
      ['toString', '4'],
    ])
    expect(Reflect.get({}, '0')).toBeUndefined()
  })

  it('gives what the schema made of it, also later', async () => {
    const length = schemaOf(async (value) => ({ value: Object.keys(Object(value)).length }))
    expect(await reading(post(type, body), (found) => found.validate(length))).toMatchObject({ value: 3 })
  })

  it('says what does not fit, and has the fields to show them again', async () => {
    const strict = schemaOf<never>(() => ({
      issues: [{ message: 'too short', path: ['title'] }, { message: 'unknown', path: [{ key: 'tag' }, 1] }, { message: 'bad' }],
    }))
    const result = await reading(post(type, body), (found) => found.validate(strict))
    expect(result.issues).toEqual([
      { path: 'title', message: 'too short' },
      { path: 'tag.1', message: 'unknown' },
      { path: '', message: 'bad' },
    ])
    expect([result.value, result.fields.get('title')]).toEqual([undefined, 'Hello'])
  })
})

describe('the fields of a form', () => {
  it('are found by name', async () => {
    const [fields, again] = await reading(post(type, body), async (found) => [await found.read(), await found.read()])
    expect(again).toBe(fields)
    expect([fields?.get('tag'), fields?.all('tag'), fields?.get('none'), fields?.all('none')]).toEqual(['a', ['a', 'b'], undefined, []])
    expect([fields?.get('photo'), fields?.file('photo')?.size, fields?.file('title'), fields?.files('photo').length]).toEqual([
      undefined,
      1,
      undefined,
      1,
    ])
    expect([fields?.has('title'), fields?.has('photo'), fields?.has('none'), fields?.names()]).toEqual([
      true,
      true,
      false,
      ['title', 'tag', 'photo'],
    ])
    expect([...(fields ?? [])].map(({ kind }) => kind)).toEqual(['field', 'field', 'field', 'file'])
  })

  it('fail the same way each time when the form cannot be read', async () => {
    const errors = await reading(post(type, 'garbage'), async (found) =>
      Promise.all([1, 2].map(() => found.read().catch((error: unknown) => error))),
    )
    expect(errors[0]).toBe(errors[1])
    expect(errors[0]).toMatchObject({ status: 400 })
  })

  it('are the same whether a form is sent one way or the other', async () => {
    expect(await entriesOf(post('application/x-www-form-urlencoded', 'title=Hello&tag=a'))).toEqual(
      await entriesOf(post(type, multipart('X', fieldPart('title', 'Hello'), fieldPart('tag', 'a')))),
    )
  })
})

import { createReadStream } from 'node:fs'
import { inspect } from 'node:util'
import type { BodySource } from './body-source.ts'
import { reply, type ReplyInit } from './reply.ts'
import { bodyOf, isUsed } from './response.ts'

type Maker = (source: BodySource, init?: ReplyInit) => Response

// Node's Response takes an async iterable too.
const genuine: Maker = (source, init) => new Response(source as ReadableStream, init as ResponseInit)

/** What an operation comes to on ours and on the genuine: a result, or the class of what was thrown. */
async function both(operate: (make: Maker) => unknown): Promise<[unknown, unknown]> {
  return [await outcome(() => operate(reply)), await outcome(() => operate(genuine))]
}

async function outcome(operate: () => unknown): Promise<unknown> {
  try {
    return { result: await operate() }
  } catch (error) {
    return { thrown: error instanceof Error ? error.constructor.name : error }
  }
}

const encode = (text: string) => new TextEncoder().encode(text)

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts
}

const streamOf = (...parts: string[]) => ReadableStream.from(parts.map(encode))

const form = 'a=1&b=two+words'
const sources: [string, () => BodySource][] = [
  ['nothing', () => null],
  ['an empty text', () => ''],
  ['a text', () => 'é☃ {"a":1}'],
  ['a text that is JSON', () => '\ufeff{"a":1}'],
  ['a text that is a form', () => form],
  ['bytes', () => encode(form)],
  ['a view of bytes', () => encode(`xx${form}`).subarray(2)],
  ['a stream', () => streamOf('a=', '1')],
  ['an async iterable', () => chunks(encode('a='), encode('1'))],
]

describe('reply refuses what Response refuses', () => {
  test.each<[string, BodySource, ReplyInit]>([
    ['nothing of the usual', null, {}],
    ['status 101', null, { status: 101 }],
    ['status 199', null, { status: 199 }],
    ['status 200', null, { status: 200 }],
    ['status 599', null, { status: 599 }],
    ['status 600', null, { status: 600 }],
    ['status 0', null, { status: 0 }],
    ['a body for 204', 'x', { status: 204 }],
    ['an empty body for 205', '', { status: 205 }],
    ['a body for 304', encode('x'), { status: 304 }],
    ['no body for 304', null, { status: 304 }],
    ['a line break in the status text', null, { statusText: 'a\nb' }],
    ['a NUL in the status text', null, { statusText: 'a\0b' }],
    ['DEL in the status text', null, { statusText: 'a\x7fb' }],
    ['a snowman in the status text', null, { statusText: '☃' }],
    ['a status text of latin1 and tabs', null, { statusText: 'é\tx' }],
    ['a bad header', null, { headers: { 'a b': 'c' } }],
    ['a header with a line break', null, { headers: { a: 'b\r\nc' } }],
    ['a header', null, { headers: { A: 'b' } }],
  ])('%s', async (_, source, init) => {
    const [mine, theirs] = await both((make) => {
      const { status, statusText, ok, headers, type, url, redirected, bodyUsed } = make(source, init)
      return { status, statusText, ok, a: headers.get('a'), type, url, redirected, bodyUsed }
    })
    expect(mine).toEqual(theirs)
  })

  it('a stream that somebody reads', async () => {
    const [mine, theirs] = await both((make) => {
      const stream = streamOf('x')
      stream.getReader()
      return make(stream).status
    })
    expect(mine).toEqual(theirs)
    expect(mine).toEqual({ thrown: 'TypeError' })
  })

  test.each([5, {}, undefined, () => 'x', [1]])('and any body that it could only turn into text: %p', (source) => {
    expect(() => reply(source as unknown as BodySource)).toThrow(TypeError)
  })

  test.each([200.5, Number.NaN, '200'])('and a status that is no integer: %p', (status) => {
    expect(() => reply(null, { status: status as number })).toThrow(RangeError)
  })

  it('turns a status text into text', () => {
    expect(reply(null, { statusText: null as unknown as string }).statusText).toBe('null')
  })
})

describe.each(sources)('a reply with %s', (_, source) => {
  const init = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  const readers = ['text', 'json', 'arrayBuffer', 'bytes', 'blob', 'formData'] as const

  async function read(response: Response, reader: (typeof readers)[number]): Promise<unknown> {
    const value = await response[reader]()
    if (value instanceof Blob) return [value.type, await value.text()]
    if (value instanceof FormData) return [...value]
    return value instanceof ArrayBuffer ? new Uint8Array(value) : value
  }

  test.each(readers)('is read by %s() as a Response is', async (reader) => {
    const [mine, theirs] = await both(async (make) => {
      const response = make(source(), init)
      const before = response.bodyUsed
      const value = await outcome(() => read(response, reader))
      return { before, value, after: response.bodyUsed, again: await outcome(() => read(response, reader)) }
    })
    expect(mine).toEqual(theirs)
  })

  it('has the body of a Response', async () => {
    const [mine, theirs] = await both(async (make) => {
      const response = make(source(), init)
      const { body } = response
      const isSame = body === response.body
      const states: unknown[] = [isSame, body instanceof ReadableStream, body?.locked, response.bodyUsed]
      const reader = body?.getReader()
      states.push(body?.locked, response.bodyUsed, await outcome(() => response.text()))
      const first = await reader?.read()
      states.push(first?.done, first?.value && new TextDecoder().decode(first.value), response.bodyUsed)
      return states
    })
    expect(mine).toEqual(theirs)
  })

  it('is cloned as a Response is', async () => {
    const [mine, theirs] = await both(async (make) => {
      const response = make(source(), { ...init, status: 201, statusText: 'Made' })
      const copy = response.clone()
      copy.headers.set('a', 'b')
      const texts = [await copy.text(), response.bodyUsed, await response.text()]
      return [copy.status, copy.statusText, [...copy.headers], response.headers.get('a'), texts]
    })
    expect(mine).toEqual(theirs)
  })

  it('is cloned after its body was looked at, and not after it was used', async () => {
    const [mine, theirs] = await both(async (make) => {
      const response = make(source(), init)
      void response.body
      const copy = response.clone()
      const texts = [await response.text(), await copy.text()]
      return [texts, await outcome(() => response.clone().text())]
    })
    expect(mine).toEqual(theirs)
  })

  it('can be made into a genuine Response', async () => {
    const made = reply(source(), { ...init, status: 203, statusText: 'Yes' })
    const response = new Response(made.body, made)
    expect([response.status, response.statusText, [...response.headers]]).toEqual([203, 'Yes', [...made.headers]])
    expect(await response.text()).toBe(await reply(source()).text())
  })
})

describe('a reply', () => {
  it('takes its type from the headers as they are when it is read', async () => {
    const [mine, theirs] = await both(async (make) => {
      const response = make(encode(form), { headers: { 'content-type': 'text/plain' } })
      void response.body
      response.headers.set('content-type', 'application/x-www-form-urlencoded')
      return [...(await response.formData())]
    })
    expect(mine).toEqual(theirs)
    expect(mine).toEqual({ result: [...new URLSearchParams(form)] })
  })

  it('has no type of its own', async () => {
    expect((await reply('x').blob()).type).toBe('')
  })

  it('fails as its source fails', async () => {
    const failing = async function* failing(): AsyncGenerator<Uint8Array> {
      yield encode('x')
      throw new RangeError('lost')
    }
    await expect(reply(failing()).text()).rejects.toThrow(new RangeError('lost'))
  })

  it('takes text chunks, and any node stream', async () => {
    expect(await reply(chunks('é', encode('x'))).text()).toBe('éx')
    expect(await reply(createReadStream(new URL(import.meta.url))).text()).toContain('takes text chunks')
  })

  it('stops its source when the body is cancelled', async () => {
    const events: string[] = []
    const endless = async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'x'
      } finally {
        events.push('stopped')
      }
    }
    const reader = reply(endless()).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(events).toEqual(['stopped'])
  })

  it('keeps its raw body while nobody reads it', async () => {
    const made = reply('text')
    expect(made.body?.locked).toBe(false)
    expect(bodyOf(made)).toBe('text')
    expect(isUsed(made)).toBe(false)
    await made.text()
    expect(isUsed(made)).toBe(true)
  })

  it('rejects, and does not throw, when its body is gone', async () => {
    const source = streamOf('x')
    const made = reply(source)
    source.getReader()
    await expect(made.text()).rejects.toThrow(TypeError)
  })
})

describe('as an object, a reply', () => {
  it('is an instance of Response and has each of its members', () => {
    const made = reply('x')
    expect(made instanceof Response).toBe(true)
    expect(Object.prototype.toString.call(made)).toBe('[object Response]')
    const own = new Set([...Reflect.ownKeys(made), ...Reflect.ownKeys(Object.getPrototypeOf(made))])
    expect([...own]).toEqual(expect.arrayContaining(Object.getOwnPropertyNames(Response.prototype)))
    expect(made.headers instanceof Headers).toBe(true)
  })

  it('is printed like a Response, with its body as it was given', () => {
    const shown = inspect(reply('x', { status: 201, headers: { a: 'b' } }))
    expect(shown).toMatch(
      /^Response \{\s+status: 201,\s+statusText: '',\s+headers: Headers \{ a: 'b' \},\s+body: 'x',\s+bodyUsed: false\s+\}$/,
    )
  })

  it('is written as JSON without its body', () => {
    const written = JSON.parse(JSON.stringify(reply('x', { status: 201, headers: { a: 'b' } })))
    expect(written).toEqual({ status: 201, statusText: '', headers: { a: 'b' } })
  })

  test.each(Object.getOwnPropertyNames(Response.prototype).filter((name) => name !== 'constructor'))(
    'has its %s where a Response has it',
    (name) => {
      const shape = (prototype: object) => {
        const { get, set, value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {}
        return [typeof get, typeof set, typeof value]
      }
      expect(shape(Object.getPrototypeOf(reply('x')))).toEqual(shape(Response.prototype))
    },
  )

  test.each(['status', 'statusText', 'headers', 'ok', 'body'])('refuses to have its %s replaced, as a Response does', (name) => {
    for (const response of [reply('x'), new Response('x')]) {
      expect(() => Object.assign(response, { [name]: 500 })).toThrow(TypeError)
      expect(Object.keys(response)).toEqual([])
    }
  })
})

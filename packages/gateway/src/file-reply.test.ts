import { chmod, mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { recordExchange, type RecordedOptions } from '../../../test/src/recorded-exchange.ts'
import type { FileSource } from './file-source.ts'
import { file } from './replies.ts'
import { reply, type ReplyInit } from './reply.ts'

let folder = ''
const modified = new Date('2024-05-06T07:08:09Z')
const etag = `"a-${modified.getTime().toString(16)}"`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-reply-'))
  await write('ten.txt', '0123456789')
  await write('empty.txt', '')
  await write('large.bin', 'x'.repeat(200_000))
  await mkdir(join(folder, 'folder.txt'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, content: string): Promise<void> {
  await writeFile(join(folder, name), content)
  await utimes(join(folder, name), modified, modified)
}

interface Asked extends RecordedOptions {
  method?: string
  fields?: string[]
  init?: ReplyInit
}

/** What comes of a file for a request: status, the fields that matter, body, calls. */
async function answer(name: string, { method = 'GET', fields = [], init, ...options }: Asked = {}) {
  const incoming = { method, fields: ['Host', 'a.test', ...fields], ...options.incoming }
  const recorded = recordExchange(() => file(join(folder, name), init), { ...options, incoming })
  const { outcome } = await recorded.completed
  const headers = new Map<string, string>()
  const sent = recorded.head?.fields ?? []
  for (let index = 0; index < sent.length; index += 2) headers.set(sent[index] ?? '', sent[index + 1] ?? '')
  return {
    status: recorded.head?.status,
    headers: Object.fromEntries(headers),
    text: recorded.text,
    calls: recorded.calls,
    outcome,
    recorded,
  }
}

describe('a file reply', () => {
  it('has type, length, validators and says that it has parts', async () => {
    const { status, headers, text, calls } = await answer('ten.txt')
    expect([status, text]).toEqual([200, '0123456789'])
    expect(headers).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '10',
      'last-modified': 'Mon, 06 May 2024 07:08:09 GMT',
      etag,
      'accept-ranges': 'bytes',
    })
    expect(calls).toEqual(['send'])
  })

  it('keeps status, status text and fields that are given', async () => {
    const init = { status: 404, statusText: 'Gone fishing', headers: { etag: '"mine"', 'last-modified': 'x', 'set-cookie': 'a=1' } }
    const { status, headers, text, recorded } = await answer('ten.txt', { init })
    expect([status, recorded.head?.statusText, text]).toEqual([404, 'Gone fishing', '0123456789'])
    expect(headers).toMatchObject({ etag: '"mine"', 'last-modified': 'x', 'set-cookie': 'a=1' })
  })

  it('is sent whole where it is empty', async () => {
    for (const fields of [[], ['Range', 'bytes=0-'], ['Range', 'bytes=-5']]) {
      const { status, headers, text, calls } = await answer('empty.txt', { fields })
      expect([status, headers['content-length'], text, calls]).toEqual([200, '0', '', ['send']])
    }
  })

  it('is streamed where it is large', async () => {
    const { status, headers, text, calls } = await answer('large.bin')
    expect([status, headers['content-length'], text.length]).toEqual([200, '200000', 200_000])
    expect(calls.length).toBeGreaterThan(3)
  })

  it('HTTP-03: is not opened for HEAD', async () => {
    const { status, headers, text, calls } = await answer('large.bin', { method: 'HEAD', fields: ['Range', 'bytes=0-1'] })
    expect([status, headers['content-length'], text, calls]).toEqual([200, '200000', '', ['send']])
  })

  it('can be named by a URL', async () => {
    const recorded = recordExchange(() => file(pathToFileURL(join(folder, 'ten.txt'))))
    await recorded.completed
    expect(recorded.text).toBe('0123456789')
  })

  it('can be returned again, cloned and read', async () => {
    const same = file(join(folder, 'ten.txt'))
    const copy = same.clone()
    for (const each of [same, same, copy]) {
      const recorded = recordExchange(() => each)
      await recorded.completed
      expect([recorded.head?.status, recorded.text, recorded.head?.length]).toEqual([200, '0123456789', 10])
    }
    expect(await file(join(folder, 'ten.txt')).text()).toBe('0123456789')
    expect(await copy.text()).toBe('0123456789')
  })

  test.each(['missing.txt', 'folder.txt', 'ten.txt/x', `${'x'.repeat(300)}.txt`, 'nul\0.txt'])('is 404 for %j', async (name) => {
    const { status, text, recorded } = await answer(name)
    expect([status, text, recorded.logged]).toEqual([404, 'Not Found\n', []])
  })

  it('is 500, and no broken 200, where the file cannot be read', async () => {
    const unreadable = { path: '/x', stat: async () => ({ size: 100_000, modified }), open: () => failing(new Error('EACCES')) }
    for (const size of [10, 100_000]) {
      const recorded = recordExchange(() => reply({ ...unreadable, stat: async () => ({ size, modified }) }))
      await recorded.completed
      expect([recorded.calls, recorded.head?.status, recorded.logged.length]).toEqual([['send'], 500, 1])
    }
  })

  it('breaks where the file became shorter', async () => {
    await write('shrinking.txt', '0123456789')
    const source: FileSource = {
      path: 'x',
      stat: async () => ({ size: 20, modified }),
      open: () => ReadableStream.from([new TextEncoder().encode('0123456789')]),
    }
    const recorded = recordExchange(() => reply(source))
    expect((await recorded.completed).outcome).toBe('failed')
    expect(recorded.calls.at(-1)).toBe('fail')
  })

  it('is closed when the client leaves', async () => {
    const events: string[] = []
    const source: FileSource = { path: 'x', stat: async () => ({ size: 1e9, modified }), open: () => endless(events) }
    const recorded = recordExchange(() => reply(source), { write: () => sleep(1) })
    while (recorded.calls.length < 3) await sleep(1)
    recorded.exchange.abort()
    await sleep(10)
    expect(events).toEqual(['closed'])
  })

  it('is closed when the client left before it was opened', async () => {
    const events: string[] = []
    const source: FileSource = { path: 'x', stat: () => sleep(5, { size: 1e9, modified }), open: () => endless(events) }
    const recorded = recordExchange(() => reply(source))
    recorded.exchange.abort()
    await sleep(20)
    expect([recorded.calls, events]).toEqual([[], ['closed']])
  })
})

describe('Range', () => {
  const range = (value: string, ...more: string[]) => ({ fields: ['Range', value, ...more] })

  test.each([
    ['bytes=0-0', 'bytes 0-0/10', '0'],
    ['bytes=2-4', 'bytes 2-4/10', '234'],
    ['bytes=9-', 'bytes 9-9/10', '9'],
    ['bytes=0-99', 'bytes 0-9/10', '0123456789'],
    ['bytes=-3', 'bytes 7-9/10', '789'],
  ])('%s is 206 %s', async (field, contentRange, part) => {
    const { status, headers, text } = await answer('ten.txt', range(field))
    expect([status, headers['content-range'], headers['content-length'], text]).toEqual([206, contentRange, String(part.length), part])
    expect([headers.etag, headers['content-type']]).toEqual([etag, 'text/plain; charset=utf-8'])
  })

  test.each(['bytes=10-', 'bytes=-0', 'bytes=99-100'])('%s is 416', async (field) => {
    const { status, headers, text } = await answer('ten.txt', { ...range(field), init: { headers: { 'content-length': '10' } } })
    expect([status, headers['content-range'], headers['content-length'], headers['content-type'], text]).toEqual([
      416,
      'bytes */10',
      '0',
      undefined,
      '',
    ])
  })

  test.each(['bytes=4-2', 'bytes=0-1,3-4', 'lines=0-1', 'x'])('%s is ignored', async (field) => {
    const { status, headers, text } = await answer('ten.txt', range(field))
    expect([status, headers['content-range'], text]).toEqual([200, undefined, '0123456789'])
  })

  it('of a large file is read from its start only', async () => {
    const { status, text } = await answer('large.bin', range('bytes=100000-199998'))
    expect([status, text.length]).toEqual([206, 99_999])
  })

  it('is for GET and 200 only', async () => {
    expect((await answer('ten.txt', { ...range('bytes=0-1'), method: 'POST' })).status).toBe(200)
    expect((await answer('ten.txt', { ...range('bytes=0-1'), init: { status: 404 } })).status).toBe(404)
  })

  test.each([
    ['the entity tag', etag, 206],
    ['the date', 'Mon, 06 May 2024 07:08:09 GMT', 206],
    ['another entity tag', '"b"', 200],
    ['an older date', 'Mon, 06 May 2024 07:08:08 GMT', 200],
    ['a younger date', 'Mon, 06 May 2024 07:08:10 GMT', 200],
    ['a weak entity tag', `W/${etag}`, 200],
    ['nonsense', 'x', 200],
  ])('with If-Range of %s', async (_, condition, status) => {
    expect((await answer('ten.txt', range('bytes=0-1', 'If-Range', condition))).status).toBe(status)
  })

  it('with If-Range of a weak entity tag never matches (RFC 9110 §13.1.5)', async () => {
    const asked = { ...range('bytes=0-1', 'If-Range', 'W/"mine"'), init: { headers: { etag: 'W/"mine"' } } }
    expect((await answer('ten.txt', asked)).status).toBe(200)
  })
})

describe('a file that the front server sends', () => {
  const sendfile = (path: string) => (path.endsWith('ten.txt') ? (['x-accel-redirect', '/internal/ten.txt'] as const) : null)

  it('is only named, whatever it is', async () => {
    for (const fields of [[], ['Range', 'bytes=0-1']]) {
      const { status, headers, text, calls } = await answer('ten.txt', { fields, incoming: { sendfile }, init: { status: 203 } })
      expect([status, headers['x-accel-redirect'], headers['content-length'], text, calls]).toEqual([
        203,
        '/internal/ten.txt',
        '0',
        '',
        ['send'],
      ])
    }
  })

  it('is streamed where it has no name there', async () => {
    expect((await answer('large.bin', { incoming: { sendfile } })).text).toHaveLength(200_000)
  })
})

describe('a file that changes while it is sent', () => {
  it('is never sent beyond its length', async () => {
    await write('growing.bin', 'x'.repeat(100_000))
    const path = join(folder, 'growing.bin')
    const { outcome, text } = await answer('growing.bin', {
      write: (index) => (index === 0 ? writeFile(path, 'y'.repeat(300_000)) : undefined),
    })
    expect([outcome, text.length]).toEqual(['sent', 100_000])
  })

  it('breaks the exchange when it is cut', async () => {
    await write('cut.bin', 'x'.repeat(200_000))
    const { outcome } = await answer('cut.bin', { write: (index) => (index === 0 ? truncate(join(folder, 'cut.bin'), 10) : undefined) })
    expect(outcome).toBe('failed')
  })
})

describe('a file without permission', () => {
  it('is 500 with a line in the log', async () => {
    await write('secret.txt', 'x')
    await chmod(join(folder, 'secret.txt'), 0)
    const { status, recorded } = await answer('secret.txt')
    // Whoever runs as root reads everything.
    expect([status, recorded.logged.length]).toEqual(process.getuid?.() === 0 ? [200, 0] : [500, 1])
  })
})

function failing(error: Error): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: () => Promise.reject(error) })
}

async function* endless(events: string[]): AsyncGenerator<Uint8Array> {
  try {
    for (;;) yield new Uint8Array(1000)
  } finally {
    events.push('closed')
  }
}

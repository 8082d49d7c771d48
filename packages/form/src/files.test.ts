import { mkdirSync, mkdtempSync, promises, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text, type Completion } from '@gangway/gateway'
import { fieldPart, filePart, multipart, pieces, post, reading } from '../test/bodies.ts'
import { itWithProc, openFiles } from '../test/open-files.ts'
import { form, type FormFile, type UploadedFile } from './index.ts'

const type = 'multipart/form-data; boundary=X'
const large = 'abcdefgh'.repeat(20_000)
const body = multipart('X', filePart('small', 'a', 'content'), filePart('large', 'b', large), fieldPart('field', '1'))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gangway-form-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}

async function uploaded(options: { completed?: Promise<Completion>; spoolAbove?: number } = {}): Promise<UploadedFile[]> {
  const { completed, ...rest } = options
  const context = post(type, pieces(body, 10_000), completed ? { completed } : {})
  const fields = await reading(context, (found) => found.read(), { folder, ...rest })
  return [...fields.files('small'), ...fields.files('large')]
}

describe('a file that was read', () => {
  it('can be read as often as one likes, in memory or on disk', async () => {
    const [small, big] = await uploaded()
    for (const [file, content] of [
      [small, 'content'],
      [big, large],
    ] as const) {
      expect(file?.size).toBe(content.length)
      for (let round = 0; round < 2; round++) expect(await file?.text()).toBe(content)
      const [one, other] = await Promise.all([file?.bytes(), file?.bytes()])
      expect(Buffer.from(one ?? []).toString()).toBe(content)
      expect(other).toEqual(one)
      const path = join(folder, `saved-${content.length}`)
      expect(await file?.saveTo(path)).toBe(content.length)
      expect(readFileSync(path, 'utf8')).toBe(content)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    }
  })

  itWithProc('is on disk when it is large, without a name that could be left behind', async () => {
    const { promise, resolve } = Promise.withResolvers<Completion>()
    const [small, big] = await uploaded({ completed: promise })
    expect(readdirSync(folder)).toEqual([])
    expect(openFiles(folder)).toHaveLength(1)
    resolve({ outcome: 'sent', bytes: 0, milliseconds: 0 })
    await turn()
    expect(openFiles(folder)).toEqual([])
    await expect(big?.text()).rejects.toThrow('form: the file is gone, as its request is over; save it before')
    await expect(small?.text()).rejects.toThrow('form: the file is gone')
  })

  itWithProc('stays in memory up to what spoolAbove says', async () => {
    const [, big] = await uploaded({ spoolAbove: large.length })
    expect(openFiles(folder)).toEqual([])
    expect(await big?.text()).toBe(large)
    const [small] = await uploaded({ spoolAbove: 6 })
    expect(openFiles(folder).length).toBeGreaterThan(0)
    expect(await small?.text()).toBe('content')
  })

  itWithProc('is for the owner only', async () => {
    const { TemporaryFile } = await import('./temporary-file.ts')
    const before = process.umask(0)
    try {
      const file = await TemporaryFile.create(folder)
      const [opened] = openFiles(folder)
      expect(statSync(`/proc/self/fd/${opened?.descriptor}`).mode & 0o777).toBe(0o600)
      await file.close()
    } finally {
      process.umask(before)
    }
  })

  // §6.2 case 4, CVE-2026-2359, CVE-2026-3304
  test.each([
    ['the client leaves', new DOMException('The client left', 'AbortError')],
    ['the body is cut', Object.assign(new Error('the body was cut'), { code: 'ERR_BODY_TRUNCATED', status: 400 })],
  ])('is gone when %s in the middle of another', async (_, failure) => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces(body.slice(0, -10), 10_000)
      throw failure
    }
    await expect(reading(post(type, broken()), (found) => found.read(), { folder })).rejects.toBe(failure)
    expect([openFiles(folder), readdirSync(folder)]).toEqual([[], []])
  })

  it('is gone when the form is too large or malformed', async () => {
    await expect(reading(post(type, body), (found) => found.read(), { folder, limits: { fieldCount: 0 } })).rejects.toMatchObject({
      status: 413,
    })
    await expect(reading(post(type, body.slice(0, -10)), (found) => found.read(), { folder })).rejects.toMatchObject({ status: 400 })
    expect([openFiles(folder), readdirSync(folder)]).toEqual([[], []])
  })

  it('has an error of the system where its folder is missing', async () => {
    const read = reading(post(type, body), (found) => found.read(), { folder: join(folder, 'missing') })
    await expect(read).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('parts', () => {
  async function files(read: (file: FormFile) => Promise<unknown>): Promise<unknown[]> {
    return reading(post(type, pieces(body, 10_000)), async (found) => {
      const results: unknown[] = []
      for await (const part of found.parts()) results.push(part.kind === 'field' ? part.value : await read(part))
      return results
    })
  }

  it('come one by one, files as streams that are pulled', async () => {
    expect(await files((file) => file.text())).toEqual(['content', large, '1'])
    let pulled = 0
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(body, 10_000)) {
        pulled += piece.length
        yield piece
      }
    }
    await reading(post(type, counted()), async (found) => {
      for await (const part of found.parts()) {
        if (part.name !== 'large' || part.kind !== 'file') continue
        let received = 0
        for await (const chunk of part) {
          received += chunk.length
          expect(pulled - received).toBeLessThan(20_000)
          await turn()
        }
      }
    })
  })

  // §6.2 case 5
  it('that nobody reads, or not to the end, are read away', async () => {
    expect(await files(async () => 'left')).toEqual(['left', 'left', '1'])
    const first = async (file: FormFile): Promise<unknown> => {
      for await (const chunk of file) return chunk.length > 0
      return undefined
    }
    expect(await files(first)).toEqual([true, true, '1'])
  })

  it('are read once, and in their turn', async () => {
    const kept: FormFile[] = []
    await files(async (file) => kept.push(file))
    for (const file of kept) await expect(file.text()).rejects.toThrow('form: a file that arrives is read once, and before the next part')
    const twice = files(async (file) => [await file.text(), await file.text()])
    await expect(twice).rejects.toThrow('form: a file that arrives is read once')
    const again = reading(post(type, body), async (found) => {
      for await (const part of found.parts()) await (part.kind === 'file' && part.bytes())
      for await (const part of found.parts()) expect(part).toBeUndefined()
    })
    await expect(again).rejects.toThrow('form: its parts are read once')
  })

  it('say so when they are asked for two at a time', async () => {
    const read = reading(post(type, pieces(body, 10)), async (found) => {
      for await (const part of found.parts()) {
        if (part.kind !== 'file') continue
        const iterator = part[Symbol.asyncIterator]()
        await Promise.all([iterator.next(), iterator.next()])
      }
    })
    await expect(read).rejects.toThrow('form: the parts are read one after the other')
  })

  it('stop the body when the loop over them is left, and the file with it', async () => {
    let isStopped = false
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        yield* pieces(body, 1000)
      } finally {
        isStopped = true
      }
    }
    await reading(post(type, watched()), async (found) => {
      let left: FormFile | undefined
      for await (const part of found.parts()) {
        if (part.kind === 'file') left = part
        break
      }
      expect(isStopped).toBe(true)
      await expect(left?.text()).rejects.toThrow('form: the file was not read before its form was left')
    })
  })

  it('fail as the body does, and go on failing', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces(body.slice(0, 50_000), 10_000)
      throw new Error('cut')
    }
    const read = reading(post(type, broken()), async (found) => {
      for await (const part of found.parts()) if (part.kind === 'file') await part.bytes().catch(() => undefined)
    })
    await expect(read).rejects.toThrow('cut')
  })

  it('after read() are what was read', async () => {
    const found = await reading(post(type, body), async (inner) => {
      await inner.read()
      const seen: unknown[] = []
      for await (const part of inner.parts()) seen.push(part.kind === 'file' ? (await part.bytes()).length : part.value)
      return seen
    })
    expect(found).toEqual([7, large.length, '1'])
  })

  it('make read() say that it comes too late', async () => {
    const read = reading(post(type, body), async (inner) => {
      for await (const part of inner.parts()) if (part.kind === 'field') break
      await inner.read()
    })
    await expect(read).rejects.toThrow('form: its parts are read once')
  })
})

describe('saveTo', () => {
  const saving = (path: string, sent: string = body): Promise<unknown> =>
    reading(post(type, pieces(sent, 10_000)), async (found) => {
      for await (const part of found.parts()) if (part.name === 'large' && part.kind === 'file') return await part.saveTo(path)
      return undefined
    })

  it('writes a file as it arrives to where the application says', async () => {
    const path = join(folder, 'large')
    expect(await saving(path)).toBe(large.length)
    expect(readFileSync(path, 'utf8')).toBe(large)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('overwrites nothing, and follows no link', async () => {
    const path = join(folder, 'large')
    writeFileSync(path, 'before')
    await expect(saving(path)).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(path, 'utf8')).toBe('before')
    mkdirSync(join(folder, 'directory'))
    await expect(saving(join(folder, 'directory'))).rejects.toMatchObject({ code: 'EEXIST' })
  })

  it('leaves nothing behind when the file breaks off', async () => {
    await expect(saving(join(folder, 'large'), body.slice(0, 100_000))).rejects.toMatchObject({ status: 400 })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a full disk', () => {
  test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('(%s) is said so, with 507', async (code) => {
    const { writeAll } = await import('./write-all.ts')
    const cause = Object.assign(new Error('full'), { code })
    const write = writeAll({ write: () => Promise.reject(cause) }, Buffer.from('a'))
    await expect(write).rejects.toMatchObject({ status: 507, code: 'ERR_FORM_STORAGE', expose: true, cause })
  })

  it('is said so as well where no file can be made', async () => {
    const { openNew } = await import('./open-new.ts')
    const files = { ...promises, open: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) }
    await expect(openNew(files, join(folder, 'x'))).rejects.toMatchObject({ status: 507 })
    await expect(openNew(promises, join(folder, 'missing', 'x'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is told from other failures, and a short write is gone on with', async () => {
    const { writeAll } = await import('./write-all.ts')
    const cause = Object.assign(new Error('broken'), { code: 'EIO' })
    await expect(writeAll({ write: () => Promise.reject(cause) }, Buffer.from('a'))).rejects.toBe(cause)
    const written: string[] = []
    const short = {
      write: async (bytes: Uint8Array) => {
        written.push(Buffer.from(bytes).toString())
        return { bytesWritten: 2 }
      },
    }
    await writeAll(short, Buffer.from('abcde'))
    expect(written).toEqual(['abcde', 'cde', 'e'])
  })
})

describe('where there are no files', () => {
  const { getBuiltinModule } = process
  afterEach(() => {
    process.getBuiltinModule = getBuiltinModule
  })

  it('everything works but what needs them, which says so', async () => {
    Object.assign(process, { getBuiltinModule: undefined })
    const inMemory = await reading(post(type, body), async (found) => (await found.read()).file('large')?.text(), { spoolAbove: Infinity })
    expect(inMemory).toBe(large)
    const streamed = await reading(post(type, body), async (found) => {
      let length = 0
      for await (const part of found.parts()) if (part.kind === 'file') length += (await part.bytes()).length
      return length
    })
    expect(streamed).toBe(large.length + 7)
    await expect(reading(post(type, body), (found) => found.read())).rejects.toMatchObject({
      status: 413,
      message: expect.stringContaining('part by part'),
    })
    const saved = reading(post(type, body), async (found) => {
      for await (const part of found.parts()) if (part.kind === 'file') await part.saveTo(join(folder, 'x'))
    })
    await expect(saved).rejects.toThrow('form: saveTo() needs node:fs')
  })
})

describe('form', () => {
  it('leaves a synchronous application as it is, and reads nothing that is not asked for', () => {
    const page = text('a page')
    const context = post(type, pieces(body, 10))
    expect(form()(() => page)(context)).toBe(page)
    expect(context.body?.used).toBe(false)
  })

  test.each([-1, Number.NaN])('refuses spoolAbove: %p', (spoolAbove) => {
    expect(() => form({ spoolAbove })).toThrow(TypeError)
  })
})

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { json, stack, type Application, type Completion } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { multipart, filePart, fieldPart } from '../test/bodies.ts'
import { itWithProc, openFiles } from '../test/open-files.ts'
import { form, type Form } from './index.ts'

type Address = { readonly port: number }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gangway-form-http-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function served<Result>(
  app: Application<{ form: Form }>,
  use: (port: number, ended: Promise<Completion>) => Promise<Result>,
): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Completion>()
  const whole = stack()
    .use(lint())
    .use((inner) => (context) => {
      void context.completed.then(resolve)
      return inner(context)
    })
    .use(form({ folder }))
    .app(app)
  const server = await serve(whole, { listen: { host: '127.0.0.1', port: 0 }, onError: () => {} })
  try {
    // A server that listens on TCP has a port.
    return await use((server.address as unknown as Address).port, promise)
  } finally {
    await server.close({ grace: 0 })
  }
}

const echo: Application<{ form: Form }> = async ({ form: found }) => {
  const fields = await found.read()
  return json(
    await Promise.all(
      [...fields].map(async (entry) => [
        entry.name,
        entry.kind === 'field' ? entry.value : [entry.sentFileName, entry.type, await entry.text()],
      ]),
    ),
  )
}

describe('a form over HTTP', () => {
  it('is read as fetch sends it', async () => {
    const data = new FormData()
    data.append('a', 'ä "€"\r\n')
    data.append('n"\r\n', '1')
    data.append('f', new File(['content'], 'x "y"\r\n.txt', { type: 'text/plain' }))
    await served(echo, async (port) => {
      const whole = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: data })
      expect(await whole.json()).toEqual([
        ['a', 'ä "€"\r\n'],
        ['n"\r\n', '1'],
        ['f', ['x "y"\r\n.txt', 'text/plain', 'content']],
      ])
      const encoded = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: new URLSearchParams({ 'a b': 'ä&=+%' }) })
      expect(await encoded.json()).toEqual([['a b', 'ä&=+%']])
    })
  })

  it('is read as curl sends it', async () => {
    await served(echo, async (port) => {
      const fields = ['-F', 'a=ä', '-F', 'f=@-;filename="x;\\"y.txt";type=text/x-y', '-F', 'g=<-']
      const child = promisify(execFile)('curl', ['-s', ...fields, `http://127.0.0.1:${port}/`])
      child.child.stdin?.end('content')
      const [first, second] = JSON.parse((await child).stdout)
      expect([first, second]).toEqual([
        ['a', 'ä'],
        ['f', ['x;"y.txt', 'text/x-y', 'content']],
      ])
    })
  })

  it('that cannot be taken is answered in words', async () => {
    await served(echo, async (port) => {
      const answer = async (type: string, body: string): Promise<unknown[]> => {
        const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'content-type': type }, body })
        return [response.status, await response.text(), response.headers.get('accept')]
      }
      expect(await answer('text/plain', 'a')).toEqual([
        415,
        'form: a form is application/x-www-form-urlencoded or multipart/form-data\n',
        'application/x-www-form-urlencoded, multipart/form-data',
      ])
      expect(await answer('multipart/form-data; boundary=X', 'a')).toEqual([400, 'form: the body ends before its last boundary\n', null])
      const many = 'a=1&'.repeat(2000)
      expect(await answer('application/x-www-form-urlencoded', many)).toEqual([413, 'form: there are more than 1000 fields\n', null])
    })
  })

  // §6.2 case 10
  it('that is announced too large is refused without a 100 Continue', async () => {
    await served(echo, async (port) => {
      const socket = connect(port, '127.0.0.1')
      const head = [
        'POST / HTTP/1.1',
        'Host: x',
        'Content-Type: multipart/form-data; boundary=X',
        'Content-Length: 999999999',
        'Expect: 100-continue',
        'Connection: close',
      ]
      socket.write(`${head.join('\r\n')}\r\n\r\n`)
      let answer = ''
      for await (const chunk of socket) answer += String(chunk)
      expect(answer).toMatch(/^HTTP\/1\.1 413 /)
      expect(answer).not.toContain('100 Continue')
    })
  })

  // §6.2 case 4
  it('leaves nothing behind when the client leaves in the middle of a file', async () => {
    const { promise: failed, resolve } = Promise.withResolvers<unknown>()
    const app: Application<{ form: Form }> = async ({ form: found }) => {
      await found.read().catch((error: unknown) => {
        resolve(error)
        throw error
      })
      return json('not reached')
    }
    await served(app, async (port, ended) => {
      const body = multipart('X', filePart('f', 'x', 'a'.repeat(200_000)), filePart('g', 'x', 'a'.repeat(200_000)))
      const socket = connect(port, '127.0.0.1')
      const head = ['POST / HTTP/1.1', 'Host: x', 'Content-Type: multipart/form-data; boundary=X', `Content-Length: ${body.length}`]
      socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 300_000)}`)
      await new Promise((done) => setTimeout(done, 100))
      socket.destroy()
      expect(await failed).toMatchObject({ code: 'ERR_BODY_TRUNCATED' })
      expect(await ended).toMatchObject({ outcome: 'aborted' })
      expect(readdirSync(folder)).toEqual([])
    })
  })

  itWithProc('leaves nothing behind when the server is killed in the middle of a file', async () => {
    const program = `
      import { form } from '@gangway/form'
      import { text } from '@gangway/gateway'
      import { serve } from '@gangway/http'
      const app = form({ folder: ${JSON.stringify(folder)} })(async (context) => text(String((await context.form.read()).names())))
      console.log((await serve(app, { listen: { host: '127.0.0.1', port: 0 } })).address.port)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('.', import.meta.url),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    const [port] = await once(child.stdout, 'data')
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    const head = ['POST / HTTP/1.1', 'Host: x', 'Content-Type: multipart/form-data; boundary=X', 'Content-Length: 1000000']
    socket.write(`${head.join('\r\n')}\r\n\r\n--X\r\n${filePart('f', 'x', 'a'.repeat(300_000))}`)
    const kept = (): boolean => openFiles(folder, child.pid).some(({ path }) => path.endsWith('(deleted)'))
    while (!kept()) await new Promise((done) => setTimeout(done, 10))
    child.kill('SIGKILL')
    await exited
    expect(readdirSync(folder)).toEqual([])
    socket.destroy()
  })

  it('streams 256 MiB to a place of its own in little memory', async () => {
    const size = 268_435_456
    const path = join(folder, 'saved')
    let highest = 0
    const before = process.memoryUsage().rss
    const app: Application<{ form: Form }> = async ({ form: found }) => {
      const results: unknown[] = []
      for await (const part of found.parts({ limits: { body: Infinity, file: Infinity } }))
        results.push(part.kind === 'file' ? await part.saveTo(path) : part.value)
      return json(results)
    }
    await served(app, async (port) => {
      const timer = setInterval(() => {
        highest = Math.max(highest, process.memoryUsage().rss)
      }, 20)
      const [start, end] = multipart('X', fieldPart('a', '1'), filePart('f', 'x', '\0')).split('\0')
      const chunk = Buffer.alloc(1_048_576, 'a\r\n--b')
      async function* body(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(start ?? '')
        for (let sent = 0; sent < size; sent += chunk.length) yield chunk
        yield Buffer.from(end ?? '')
      }
      const init = {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=X' },
        body: ReadableStream.from(body()),
        duplex: 'half' as const,
      }
      const response = await fetch(`http://127.0.0.1:${port}/`, init)
      clearInterval(timer)
      expect(await response.json()).toEqual(['1', size])
      expect(statSync(path).size).toBe(size)
      // The client is in this process, too.
      expect(highest - before).toBeLessThan(150_000_000)
    })
  })
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseListen } from './address.ts'
import { bind } from './bind.ts'
import { isListeningSocket } from './listening-socket.ts'

let folder: string
const opened: Server[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gangway-listen-'))
})
afterAll(async () => {
  await Promise.all(opened.map((server) => new Promise((resolve) => server.close(resolve))))
  rmSync(folder, { recursive: true })
})

function open(): Server {
  const server = createServer((socket) => socket.end())
  opened.push(server)
  return server
}

describe('bind', () => {
  it('takes a free port and says which', async () => {
    const address = await bind(open(), parseListen(0))
    expect(address).toEqual({ kind: 'tcp', host: '127.0.0.1', port: expect.any(Number) })
    expect(address).not.toMatchObject({ port: 0 })
  })

  it('gives a unix socket its mode', async () => {
    const path = join(folder, 'mode.sock')
    await bind(open(), { kind: 'unix', path, mode: 0o600 })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('replaces the socket file of a process that was killed', async () => {
    const path = join(folder, 'stale.sock')
    const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', script], { env: {} })
    expect(existsSync(path)).toBe(true)
    await expect(bind(open(), { kind: 'unix', path, mode: 0o660 })).resolves.toEqual({ kind: 'unix', path })
  })

  it('leaves a socket that somebody else serves', async () => {
    const path = join(folder, 'busy.sock')
    await bind(open(), { kind: 'unix', path, mode: 0o660 })
    await expect(bind(createServer(), { kind: 'unix', path, mode: 0o660 })).rejects.toThrow('EADDRINUSE')
  })

  it('leaves a file that is no socket', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'precious')
    await expect(bind(createServer(), { kind: 'unix', path, mode: 0o660 })).rejects.toThrow('EADDRINUSE')
    expect(statSync(path).size).toBe(8)
  })

  it('refuses a descriptor that does not listen', async () => {
    await expect(bind(createServer(), { kind: 'fd', fd: 987 })).rejects.toThrow('listen: descriptor 987 is not a listening socket')
  })
})

describe('FCGI-02: isListeningSocket', () => {
  it('tells a listening socket from a connected one, a file and a closed descriptor', async () => {
    const server = open()
    const address = await bind(server, parseListen(0))
    const fd = descriptorOf(server)
    expect(isListeningSocket(fd)).toBe(true)
    expect(address.kind).toBe('tcp')
    expect(isListeningSocket(0)).toBe(false)
    expect(isListeningSocket(987)).toBe(false)
  })
})

function descriptorOf(server: Server): number {
  return Reflect.get(Reflect.get(server, '_handle') as object, 'fd') as number
}

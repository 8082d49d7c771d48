import { fork } from 'node:child_process'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { createGunzip } from 'node:zlib'
import type { Costs } from '../../../test/src/programs/compress-memory.ts'

const program = new URL('../../../test/src/programs/compress-memory.ts', import.meta.url)
const mebibyte = 1_048_576
// Ten times what it takes on a machine with nothing else to do.
const patience = 120_000
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface Server {
  readonly port: number
  costs(): Promise<Costs>
  stop(): void
}

async function start(): Promise<Server> {
  const child = fork(program, { execArgv: ['--expose-gc'] })
  // The first message is the address, each other one answers a question.
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const costs = async () => {
    child.send('costs')
    const [told] = (await once(child, 'message')) as [Costs]
    return told
  }
  return { port, costs, stop: () => child.kill() }
}

const paths = ['/silent', '/whole', '/endless']
const encodings = ['gzip', 'br', 'zstd']

async function abortMany({ port }: Server, count: number): Promise<void> {
  let left = count
  const abort = async () => {
    for (; left > 0; left--) {
      const socket = connect(port, '127.0.0.1')
      const encoding = encodings[Math.floor(left / paths.length) % encodings.length]
      socket.write(`GET ${paths[left % paths.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: ${encoding}\r\n\r\n`)
      await once(socket, 'data')
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: 30 }, abort))
  await pause(500)
}

describe('a server that compresses', () => {
  it(
    'C5: has the memory and the handles that it had before 10,000 responses were aborted, and no source goes on',
    async () => {
      const server = await start()
      await abortMany(server, 3000)
      const before = await server.costs()
      const growth: number[] = []
      // The allocator takes more once in a while, and keeps it; what leaks takes more each time.
      while (growth.length === 0 || (growth.length < 3 && Math.min(...growth) >= 32 * mebibyte)) {
        const begun = await server.costs()
        await abortMany(server, 10_000)
        growth.push((await server.costs()).memory - begun.memory)
      }
      const after = await server.costs()
      server.stop()
      expect(after.handles).toEqual(before.handles)
      expect(after.opened - before.opened).toBeGreaterThan(6000)
      expect(after.stopped).toBe(after.opened)
      expect(Math.min(...growth)).toBeLessThan(32 * mebibyte)
    },
    patience,
  )

  it(
    'C7: waits for a reader that pauses, and grows by less than 32 MiB while that takes 1 GiB',
    async () => {
      const server = await start()
      await abortMany(server, 10)
      const before = await server.costs()
      const asked = { host: '127.0.0.1', port: server.port, path: '/gibibyte', headers: { 'accept-encoding': 'gzip' } }
      const [response]: IncomingMessage[] = await once(get(asked), 'response')
      await pause(1000)
      const stalled = await server.costs()
      let size = 0
      let pauseAt = 0
      for await (const chunk of response?.pipe(createGunzip()) ?? []) {
        size += chunk.length
        if (size < pauseAt) continue
        await pause(20)
        pauseAt += 32 * mebibyte
      }
      const after = await server.costs()
      server.stop()
      expect(size).toBe(1024 * mebibyte)
      expect(stalled.given - before.given).toBeLessThan(64 * mebibyte)
      expect(Math.max(stalled.peak, after.peak) - before.memory).toBeLessThan(32 * mebibyte)
    },
    patience,
  )
})

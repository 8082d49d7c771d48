import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseListen } from './address.ts'
import { bind } from './bind.ts'
import type { ServeOptions } from './options.ts'
import { serverOver, type Server } from './server.ts'

const pending = new Set<Promise<void>>()

/** A server whose connections end when they are asked to, unless they are stubborn. */
async function start(options: ServeOptions = {}, stubborn = false): Promise<{ server: Server; port: number; connections: Set<Socket> }> {
  const connections = new Set<Socket>()
  const net = createServer((socket) => {
    connections.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => connections.delete(socket))
  })
  const address = await bind(net, parseListen(0))
  const drain = () => {
    if (!stubborn) for (const connection of connections) connection.end()
  }
  const server = serverOver({ server: net, address, connections, pending, drain }, { signals: [], ...options })
  return { server, port: address.kind === 'tcp' ? address.port : 0, connections }
}

async function client(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.resume()
  return socket
}

describe('serverOver', () => {
  it('HTTP-12: drains, closes once, and says when it is closed', async () => {
    const { server, port } = await start()
    const socket = await client(port)
    const closing = server.close()
    expect(server.close()).not.toBe(undefined)
    await once(socket, 'close')
    await Promise.all([closing, server.close(), server.closed])
    await expect(client(port)).rejects.toThrow('ECONNREFUSED')
  })

  it('cuts after the grace', async () => {
    const { server, port, connections } = await start({}, true)
    await client(port)
    await sleep(10)
    const started = performance.now()
    await server.close({ grace: 50 })
    expect(performance.now() - started).toBeGreaterThan(40)
    await sleep(10)
    expect(connections.size).toBe(0)
  })

  it('waits for what waitUntil was given, and for what that gives in turn, up to the grace', async () => {
    const { server } = await start()
    const done: string[] = []
    const work = (name: string, then?: () => void) => {
      const promise: Promise<void> = sleep(20).then(() => {
        done.push(name)
        then?.()
        pending.delete(promise)
      })
      pending.add(promise)
    }
    work('first', () => work('second'))
    await server.close()
    expect(done).toEqual(['first', 'second'])
  })

  it('does not wait longer than the grace for what never ends', async () => {
    const { server } = await start()
    const never = new Promise<void>(() => {})
    pending.add(never)
    await server.close({ grace: 20 })
    pending.delete(never)
    expect(pending.size).toBe(0)
  })

  it('closes when its signal is aborted, also before', async () => {
    const controller = new AbortController()
    const { server } = await start({ signal: controller.signal })
    controller.abort()
    await server.closed
    const { server: late } = await start({ signal: AbortSignal.abort() })
    await expect(late.closed).resolves.toBeUndefined()
  })

  it('is disposed by await using', async () => {
    const started = await start()
    {
      await using server = started.server
      expect(server.address.kind).toBe('tcp')
    }
    await expect(client(started.port)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('signals', () => {
  const program = `
    import { createServer } from 'node:net'
    import { bind } from ${JSON.stringify(new URL('./bind.ts', import.meta.url).href)}
    import { parseListen } from ${JSON.stringify(new URL('./address.ts', import.meta.url).href)}
    import { serverOver } from ${JSON.stringify(new URL('./server.ts', import.meta.url).href)}
    const net = createServer()
    const address = await bind(net, parseListen(0))
    const pending = new Set(process.env.STUCK ? [new Promise(() => {})] : [])
    if (process.env.BUSY) setInterval(() => {}, 1000)
    serverOver({ server: net, address, connections: new Set(), pending, drain() { console.log('draining') } })
    console.log('ready')
  `
  const run = async (env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env: { ...process.env, NODE_OPTIONS: '', ...env } })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await once(child.stdout, 'data')
    return { child, output: () => output, ended: once(child, 'exit') }
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('FCGI-04: %s drains and ends the process with 0', async (signal) => {
    const { child, output, ended } = await run({})
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(output()).toContain('draining')
  })

  it('ends a process that something else holds', async () => {
    const { child, ended } = await run({ BUSY: '1' })
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('a second signal does not wait', async () => {
    const { child, ended } = await run({ STUCK: '1' })
    child.kill('SIGTERM')
    await sleep(100)
    child.kill('SIGTERM')
    expect(await ended).toEqual([1, null])
  })
})

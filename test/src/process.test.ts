import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinary } from './binary.ts'
import { freePort } from './free-port.ts'
import { startProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const listening = (port: number): string => `console.log('up'); require('net').createServer().listen(${port}, '127.0.0.1')`

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return connected
}

async function refuses(port: number): Promise<boolean> {
  const deadline = performance.now() + 3000
  while (await accepts(port)) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

describe('startProcess', () => {
  it('waits until the program accepts connections, and collects what it prints', async () => {
    const port = await freePort()
    const command = [process.execPath, '-e', `setTimeout(() => { ${listening(port)} }, 200)`]
    const running = await startProcess(command, temporaryFolder(), { host: '127.0.0.1', port })
    expect(await accepts(port)).toBe(true)
    expect(running.log()).toBe('up\n')
    await running.stop()
    expect(running.log()).toBe('up\n')
  })

  it('fails with the log when the program ends, and removes its folder', async () => {
    const folder = temporaryFolder()
    const command = [process.execPath, '-e', `console.error('no such directive'); process.exit(3)`]
    const address = { host: '127.0.0.1', port: await freePort() }
    await expect(startProcess(command, folder, address)).rejects.toThrow('node did not start: no such directive')
    expect(existsSync(folder)).toBe(false)
  })

  it('fails when there is no such program', async () => {
    const address = { host: '127.0.0.1', port: await freePort() }
    await expect(startProcess(['/nonexistent/server'], temporaryFolder(), address)).rejects.toThrow('server did not start')
  })

  it('ends a program and its children, even those that ignore SIGTERM, and removes its folder', async () => {
    const [port, childPort] = [await freePort(), await freePort()]
    const child = `process.on('SIGTERM', () => {}); ${listening(childPort)}`
    const source = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]); ${listening(port)}`
    const folder = temporaryFolder()
    const running = await startProcess([process.execPath, '-e', source], folder, { host: '127.0.0.1', port })
    while (!(await accepts(childPort))) await sleep(20)
    await Promise.all([running.stop(), running.stop()])
    expect([await refuses(port), await refuses(childPort), existsSync(folder)]).toEqual([true, true, false])
  })

  const whereParentDeathIsSeen = findBinary('setpriv') ? it : it.skip
  whereParentDeathIsSeen('ends the program when the tests are killed', async () => {
    const port = await freePort()
    const source = `
      import { startProcess } from '${new URL('process.ts', import.meta.url).href}'
      import { temporaryFolder } from '${new URL('temporary-folder.ts', import.meta.url).href}'
      const address = { host: '127.0.0.1', port: ${port} }
      const { folder } = await startProcess([process.execPath, '-e', ${JSON.stringify(listening(port))}], temporaryFolder(), address)
      console.log(folder)`
    const tests = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [folder] = await once(tests.stdout, 'data')
    expect(await accepts(port)).toBe(true)
    tests.kill('SIGKILL')
    expect(await refuses(port)).toBe(true)
    rmSync(`${folder}`.trim(), { recursive: true })
  })
})

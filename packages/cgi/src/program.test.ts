import { createServer } from 'node:net'
import { runProgram, startProgram, type Running } from '../test/run-program.ts'

const printed = `console.log('stray'); process.stdout.write('stray'); console.info('stray'); console.table([1])
await serve(() => { console.log('in the application'); return text('x') })
process.stdout.write('after')`

describe('standard output (CGI-08)', () => {
  it('is the response only: what is printed goes to the log', async () => {
    const { stdout, stderr } = await runProgram(printed)
    expect(stdout).toMatch(/^Status: 200 OK\r\n[^]*\r\n\r\nx$/)
    expect(stderr).toMatch(/^stray\nstraystray\n[^]*in the application\nafter$/)
  })

  it('is not touched when the program is started by hand', async () => {
    const { stdout } = await runProgram(`console.log('hello')`, { variables: { REQUEST_METHOD: undefined } })
    expect(stdout).toBe('hello\n')
  })

  it('is closed before the work that may outlive the response', async () => {
    const { child, ended } = startProgram(`await serve((context) => { context.waitUntil(wait(60_000)); return text('x') })`)
    child.stdout.setEncoding('latin1')
    let stdout = ''
    for await (const chunk of child.stdout) stdout += String(chunk)
    expect({ exitCode: child.exitCode, answer: stdout.slice(0, 14) }).toEqual({ exitCode: null, answer: 'Status: 200 OK' })
    child.kill('SIGKILL')
    await ended()
  })
})

describe('the end of the process', () => {
  it('waits for waitUntil, and for what that adds', async () => {
    const source = `await serve((context) => {
  context.waitUntil(wait(20).then(() => { context.waitUntil(wait(20).then(() => console.log('second'))); console.log('first') }))
  return text('x')
})
console.log('served')`
    const { stderr, exitCode } = await runProgram(source)
    expect({ stderr, exitCode }).toEqual({ stderr: 'first\nsecond\nserved\n', exitCode: 0 })
  })

  it.each([
    ['a promise that does not settle in time', `context.waitUntil(wait(60_000))`],
    ['a timer that nobody stops', `setInterval(() => {}, 1000)`],
  ])('does not wait longer than grace for %s', async (_, work) => {
    const started = Date.now()
    const { stdout, exitCode } = await runProgram(`await serve((context) => { ${work}; return text('x') }, { grace: 100 })`)
    expect(stdout).toMatch(/\r\n\r\nx$/)
    expect(exitCode).toBe(0)
    expect(Date.now() - started).toBeLessThan(30_000)
  })

  it('does not wait for a promise that nothing can settle', async () => {
    const { stderr, exitCode } = await runProgram(
      `await serve((context) => { context.waitUntil(new Promise(() => {})); return text('x') })`,
    )
    expect(stderr).toBe('cgi: a promise handed to waitUntil waits for nothing that could still happen\n')
    expect(exitCode).toBe(0)
  })
})

describe('a client that leaves (CGI-09)', () => {
  const source = `await serve(async (context) => {
  context.signal.addEventListener('abort', () => console.log(context.signal.reason.name))
  context.waitUntil(context.completed.then(({ outcome }) => console.log(outcome)))
  console.log('ready')
  await wait(300)
  return stream((async function* () { for (;;) { yield 'x'.repeat(100_000); await wait(5) } })())
})`

  it.each([
    ['SIGTERM', (child: Running['child']) => child.kill('SIGTERM')],
    ['EPIPE', (child: Running['child']) => child.stdout.destroy()],
  ])('by %s aborts, and the program ends in order', async (_, leave) => {
    const { child, ended } = startProgram(source)
    child.stderr.once('data', () => leave(child))
    const { stderr, exitCode } = await ended()
    expect({ stderr, exitCode }).toEqual({ stderr: 'ready\nAbortError\naborted\n', exitCode: 0 })
  })
})

describe('an application that waits for nothing but its client to leave', () => {
  it('is told when it does', async () => {
    const source = `await serve((context) => new Promise((resolve) => {
  context.signal.addEventListener('abort', () => { console.log('left'); resolve(text('too late')) })
  setTimeout(() => console.log('ready'), 10)
}))`
    const { child, ended } = startProgram(source)
    child.stderr.once('data', () => setTimeout(() => child.kill('SIGTERM'), 200))
    expect(await ended()).toEqual({ stdout: '', stderr: 'ready\nleft\n', exitCode: 0 })
  })
})

describe('httpoxy (CGI-07, C.12, CVE-2016-5385)', () => {
  const ask = `import { get } from 'node:http'
const outcomes = await Promise.all([
  fetch(process.env.TARGET).then(() => 'reached', () => 'failed'),
  new Promise((resolve) => get(process.env.TARGET, (response) => resolve('reached')).on('error', () => resolve('failed'))),
])
await serve(() => json({ outcomes, proxy: process.env.HTTP_PROXY ?? null }))`

  async function counting(run: (origin: string, target: string) => Promise<void>): Promise<number> {
    let connections = 0
    const proxy = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    const target = createServer((socket) => void socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'))
    for (const server of [proxy, target]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const [proxyOrigin, targetOrigin] = [proxy, target].map((server) => {
      const address = server.address()
      return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    })
    await run(proxyOrigin ?? '', targetOrigin ?? '')
    proxy.close()
    target.close()
    return connections
  }

  it('does not hand a client the requests of the program', async () => {
    const connections = await counting(async (origin, TARGET) => {
      const { stdout } = await runProgram(ask, { variables: { HTTP_PROXY: origin, TARGET } })
      expect(stdout).toMatch(/\{"outcomes":\["reached","reached"\],"proxy":null\}$/)
    })
    expect(connections).toBe(0)
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['NODE_USE_ENV_PROXY', { NODE_USE_ENV_PROXY: '1' }, []],
    ['NODE_OPTIONS', { NODE_OPTIONS: '--use-env-proxy' }, []],
    ['--use-env-proxy', {}, ['--use-env-proxy']],
  ])('refuses the request when Node has taken the proxy already (%s)', async (_, variables, flags) => {
    const connections = await counting(async (origin, TARGET) => {
      const { stdout, stderr, exitCode } = await runProgram(ask, { variables: { ...variables, HTTP_PROXY: origin, TARGET }, flags })
      expect(stdout).toMatch(/^Status: 400 Bad Request\r\n/)
      expect(stderr).toContain('RequestHeader unset Proxy early')
      expect(exitCode).toBe(0)
    })
    expect(connections).toBe(0)
  })

  it("leaves the administrator's own proxy in force", async () => {
    const connections = await counting(async (origin, TARGET) => {
      const variables = { NODE_USE_ENV_PROXY: '1', http_proxy: origin, HTTP_PROXY: 'http://evil.invalid', TARGET }
      const { stdout } = await runProgram(ask, { variables })
      expect(stdout).toMatch(/^Status: 200 OK\r\n/)
    })
    expect(connections).toBeGreaterThan(0)
  })

  it('leaves the environment alone when the program is started by hand', async () => {
    const { stdout } = await runProgram(`console.log(process.env.HTTP_PROXY)`, {
      variables: { REQUEST_METHOD: undefined, HTTP_PROXY: 'http://a' },
    })
    expect(stdout).toBe('http://a\n')
  })
})

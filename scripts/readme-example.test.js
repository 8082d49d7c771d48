import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { exampleOf, freePort, runExample, startExample } from './readme-example.js'

const fence = '```'
let folder

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readme-example-'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rm(folder, { recursive: true }))

async function readme(code, language = 'js') {
  const path = join(folder, 'README.md')
  await writeFile(
    path,
    `# name\n\n${fence}sh\nnpm install name\n${fence}\n\n${fence}${language}\n${code}\n${fence}\n\n${fence}js\nsecond()\n${fence}\n`,
  )
  return pathToFileURL(path)
}

const leftovers = async () => (await readdir(folder)).filter((name) => name.startsWith('.example'))

const server = `import { createServer } from 'node:net'
const server = createServer((socket) => socket.end('hello'))
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log('listening on', server.address().port))`

describe('exampleOf', () => {
  it('returns the first js or ts block and nothing around it', async () => {
    expect(exampleOf(await readme('first()', 'ts'))).toBe('first()\n')
  })

  it('refuses a README without one', async () => {
    const url = await readme('text', 'json')
    await writeFile(url, 'no blocks')
    expect(() => exampleOf(url)).toThrow(/has no/)
  })
})

describe('runExample', () => {
  it('returns what the example wrote and its exit code', async () => {
    const url = await readme(`console.log(process.env.GREETING, process.argv[2]); console.error('oops'); process.exitCode = 3`)
    const result = await runExample(url, { env: { GREETING: 'hello' }, args: ['you'] })
    expect(result).toEqual({ stdout: 'hello you\n', stderr: 'oops\n', exitCode: 3, signal: null })
  })

  it('strips types and maps packages to their sources', async () => {
    const url = await readme(`const found: string = import.meta.resolve('@gangway/gateway')\nconsole.log(found)`, 'ts')
    const { stdout } = await runExample(url)
    expect(stdout).toMatch(/packages\/gateway\/src\/index\.ts\n$/)
  })

  it('passes input on', async () => {
    const url = await readme(`process.stdin.pipe(process.stdout)`)
    expect((await runExample(url, { input: 'some text' })).stdout).toBe('some text')
  })

  it('leaves no files behind, those the example wrote included', async () => {
    const url = await readme(`import { writeFileSync } from 'node:fs'\nwriteFileSync('data', 'x')`)
    expect((await runExample(url)).exitCode).toBe(0)
    expect(await leftovers()).toEqual([])
  })

  it('fails an example that does not end', async () => {
    const url = await readme('setInterval(() => {}, 1000)')
    await expect(runExample(url, { timeout: 300 })).rejects.toThrow('did not end within 300 ms')
    expect(await leftovers()).toEqual([])
  })
})

describe('startExample', () => {
  it('waits for a line and stops the server', async () => {
    const example = await startExample(await readme(server), { line: /listening on (\d+)/ })
    const socket = connect(Number(example.match[1]), '127.0.0.1')
    const [bytes] = await once(socket, 'data')
    expect(String(bytes)).toBe('hello')
    const { signal } = await example.stop()
    expect(signal).toBe('SIGTERM')
    expect(existsSync(example.folder)).toBe(false)
  })

  it('waits for a port', async () => {
    const port = await freePort()
    await using example = await startExample(await readme(server), { port, env: { PORT: String(port) } })
    expect(example.match).toBeNull()
  })

  it('waits for a unix socket', async () => {
    const url = await readme(`import { createServer } from 'node:net'\ncreateServer().listen('app.sock')`)
    await using example = await startExample(url, { path: 'app.sock' })
    expect(existsSync(join(example.folder, 'app.sock'))).toBe(true)
  })

  it('reports an example that ends before it is ready, with what it wrote', async () => {
    const url = await readme(`throw new Error('no such thing')`)
    await expect(startExample(url, { line: 'listening' })).rejects.toThrow(/ended and did not print listening[^]*no such thing/)
  })

  it('reports an example that is never ready', async () => {
    const url = await readme('setInterval(() => {}, 1000)')
    await expect(startExample(url, { line: 'listening', timeout: 300 })).rejects.toThrow('did not print listening in time')
  })
})

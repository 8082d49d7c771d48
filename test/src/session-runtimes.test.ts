import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { temporaryFolder } from './temporary-folder.ts'

const { resolve } = createRequire(import.meta.url)
const smoke = fileURLToPath(new URL('session-smoke.ts', import.meta.url))
const onCommandLine = `import { smoke } from ${JSON.stringify(smoke)}\nawait smoke()\nconsole.log('sessions work')`
const inWorker = `import { smoke } from ${JSON.stringify(smoke)}\nexport default { async test() { await smoke() } }`
const workerConfiguration = `using Workerd = import "/workerd/workerd.capnp";
const unitTests :Workerd.Config = (services = [(name = "sessions", worker = (modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2026-01-01"))]);`

// The programs come in packages for each platform; those of the launchers are not linked without an install script.
function platformBinary(launcher: string, name: string, path: string): string {
  return join(dirname(createRequire(resolve(`${launcher}/package.json`)).resolve(`${name}/package.json`)), path)
}

function nodeBinary(name: string): string {
  return join(dirname(resolve(`${name}/package.json`)), 'bin/node')
}

const platform = `${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`
const denoPlatform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`
const workerdPlatform = `${process.platform}-${process.arch === 'x64' ? '64' : process.arch}`

describe('sessions, sealed and in memory', () => {
  let folder: string
  beforeAll(() => {
    folder = temporaryFolder()
    for (const [name, contents] of [
      ['program', onCommandLine],
      ['worker', inWorker],
    ] as const) {
      const result = buildSync({
        stdin: { contents, resolveDir: dirname(smoke), loader: 'ts' },
        tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
        bundle: true,
        format: 'esm',
        target: 'es2024',
        conditions: ['worker', 'import'],
        write: false,
      })
      writeFileSync(join(folder, `${name}.js`), result.outputFiles[0]?.contents ?? '')
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'worker.capnp'), `@0x9a3c6f0b1d2e4f58;\n${workerConfiguration}`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (program: string, ...parameters: string[]): string =>
    execFileSync(program, parameters, {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 50_000,
      env: { PATH: process.env.PATH, HOME: folder },
    })

  it('name no module of Node in what they are made of', () => {
    expect(readFileSync(join(folder, 'worker.js'), 'utf8')).not.toMatch(/^import .*['"]node:/m)
  })

  it.each([
    ['Node 22', () => run(nodeBinary('node-22'), 'program.js')],
    ['Node 24', () => run(process.execPath, 'program.js')],
    ['Node 26', () => run(nodeBinary('node-26'), 'program.js')],
    ['Bun', () => run(platformBinary('bun', `@oven/bun-${platform}`, 'bin/bun'), 'program.js')],
    ['Deno', () => run(platformBinary('deno', `@deno/${denoPlatform}`, 'deno'), 'run', 'program.js')],
  ])('work on %s', (_, start) => {
    expect(start()).toBe('sessions work\n')
  })

  it('work on workerd, without any module of Node', () => {
    const workerd = platformBinary('workerd', `@cloudflare/workerd-${workerdPlatform}`, 'bin/workerd')
    expect(() => run(workerd, 'test', 'worker.capnp')).not.toThrow()
  })

  it('would not pass on workerd if they did not work', () => {
    const workerd = platformBinary('workerd', `@cloudflare/workerd-${workerdPlatform}`, 'bin/workerd')
    writeFileSync(join(folder, 'broken.capnp'), `@0x9a3c6f0b1d2e4f59;\n${workerConfiguration.replace('worker.js', 'broken.js')}`)
    writeFileSync(join(folder, 'broken.js'), `export default { async test() { throw new Error('no session') } }`)
    expect(() => run(workerd, 'test', 'broken.capnp')).toThrow('no session')
  })
})

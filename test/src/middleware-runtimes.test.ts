import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { runtime } from './runtime.ts'
import { temporaryFolder } from './temporary-folder.ts'

const smoke = fileURLToPath(new URL('middleware-smoke.ts', import.meta.url))
const sources = {
  program: `import { smoke } from ${JSON.stringify(smoke)}\nawait smoke()\nconsole.log('it works')`,
  worker: `import { smoke } from ${JSON.stringify(smoke)}\nexport default { async test() { await smoke() } }`,
}
const configuration = `@0x9a3c6f0b1d2e4f5a;
using Workerd = import "/workerd/workerd.capnp";
const unitTests :Workerd.Config = (services = [(name = "smoke", worker = (modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2026-01-01"))]);`

describe('forms, tokens, limits and CORS', () => {
  let folder: string
  beforeAll(() => {
    folder = temporaryFolder()
    const tsconfig = fileURLToPath(new URL('../../tsconfig.json', import.meta.url))
    for (const [name, contents] of Object.entries(sources)) {
      const stdin = { contents, resolveDir: dirname(smoke), loader: 'ts' } as const
      const result = buildSync({
        stdin,
        tsconfig,
        bundle: true,
        format: 'esm',
        target: 'es2024',
        conditions: ['worker', 'import'],
        write: false,
      })
      writeFileSync(join(folder, `${name}.js`), result.outputFiles[0]?.contents ?? '')
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'worker.capnp'), configuration)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (program: string, ...parameters: string[]): string =>
    execFileSync(program, parameters, {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 50_000,
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
    })

  it('name no module of Node in what they are made of', () => {
    expect(readFileSync(join(folder, 'worker.js'), 'utf8')).not.toMatch(/^import .*['"]node:/m)
  })

  it.each([
    ['Node 22', () => run(runtime('node-22'), 'program.js')],
    ['Node 24', () => run(process.execPath, 'program.js')],
    ['Node 26', () => run(runtime('node-26'), 'program.js')],
    ['Bun', () => run(runtime('bun'), 'program.js')],
    ['Deno', () => run(runtime('deno'), 'run', '--allow-env', `--allow-read=${folder}`, `--allow-write=${folder}`, 'program.js')],
  ])('work on %s', (_, start) => {
    expect(start()).toBe('it works\n')
  })

  it('work on workerd, without any module of Node', () => {
    expect(() => run(runtime('workerd'), 'test', 'worker.capnp')).not.toThrow()
  })
})

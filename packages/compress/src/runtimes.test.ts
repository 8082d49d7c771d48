import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundled } from '../../../test/src/bundled.ts'
import { compressCases, type CompressKit } from '../../../test/src/compress-cases.ts'
import { importing } from '../../../test/src/importing.ts'
import { runtime, type Runtime } from '../../../test/src/runtime.ts'
import * as gateway from '@gangway/gateway'
import { compress } from './compress.ts'
import { decompress } from './decompress.ts'
import { engine as fflateEngine } from './fflate-engine.ts'
import { platformEngine } from './platform-engine.ts'

// Inside the package, so that its imports are found from there.
const folder = mkdtempSync(fileURLToPath(new URL('../.example-', import.meta.url)))
afterAll(() => rmSync(folder, { recursive: true }))

const cases = new URL('../../../test/src/compress-cases.ts', import.meta.url).href
const fflate = new URL('../dist/fflate-engine.js', import.meta.url).href

// A program that runs the cases with the built package, with an engine of that name, and says what failed.
function program(engine: 'platformEngine' | 'fflateEngine', end: string): string {
  return `
import * as gateway from '${importing('@gangway/gateway')}'
import { compress, decompress, platformEngine } from '${importing('@gangway/compress')}'
import { engine as fflateEngine } from '${fflate}'
import { runCompressCases } from '${cases}'
const run = async () => {
  const failures = await runCompressCases({ gateway, compress, decompress, engine: ${engine} })
  return { failures, isFflate: platformEngine === fflateEngine }
}
${end}`
}

const print = 'console.log(JSON.stringify(await run()))'
const handler = `export default { async test() {
  const { failures, isFflate } = await run()
  if (failures.length > 0 || !isFflate) throw new Error(JSON.stringify({ failures, isFflate }))
} }`

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function output(command: string, parameters: readonly string[]): string {
  // The tests' own mapping to the sources is not for built packages.
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { cwd: folder, env, encoding: 'utf8', timeout: 50_000 })
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${error?.message ?? ''}\n${stderr}${stdout}`)
  return stdout
}

function said(text: string): unknown {
  return JSON.parse(text.trim().split('\n').at(-1) ?? '')
}

const sound = (isFflate: boolean) => ({ failures: [], isFflate })

describe.each([
  ['node:zlib', platformEngine],
  ['fflate', fflateEngine],
])('the cases for every runtime, with %s', (_, engine) => {
  it.each(Object.entries(compressCases))('%s', async (_name, run) => {
    const kit: CompressKit = { gateway, compress, decompress, engine }
    await expect(run(kit)).resolves.toBeUndefined()
  })
})

describe('Node', () => {
  it('passes them with the default condition, which gives fflate', () => {
    const hook = `import { registerHooks } from 'node:module'
const without = ({ conditions, ...context }) => ({ ...context, conditions: conditions.filter((name) => name !== 'node' && name !== 'node-addons') })
registerHooks({ resolve: (specifier, context, next) => next(specifier, without(context)) })`
    const entry = write('default.mjs', program('platformEngine', print))
    expect(said(output(process.execPath, ['--import', write('hook.mjs', hook), entry]))).toEqual(sound(true))
  })
})

describe.each<[string, Runtime, string[]]>([
  ['Node 22', 'node-22', []],
  ['Node 26', 'node-26', []],
  ['Bun', 'bun', ['run']],
  ['Deno', 'deno', ['run', '--quiet', '--no-lock', '--allow-all']],
])('%s', (_, name, parameters) => {
  it.each(['platformEngine', 'fflateEngine'] as const)('passes them with %s', (engine) => {
    const entry = write(`${name}-${engine}.mjs`, program(engine, print))
    expect(said(output(runtime(name), [...parameters, entry]))).toEqual(sound(false))
  })
})

describe('workerd', () => {
  it('passes them with what a bundler for workers takes, which is fflate', () => {
    write('bundle.js', bundled(program('platformEngine', handler), folder, ['workerd', 'worker']))
    const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (modules = [(name = "worker", esModule = embed "bundle.js")], compatibilityDate = "2026-01-01"))]);`
    expect(output(runtime('workerd'), ['test', write('config.capnp', config)])).toBe('')
  })
})

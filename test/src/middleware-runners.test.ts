// The contract of middleware under the test runners of others, as they would write it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as nodeTest from 'node:test'
import { middlewareCases, type TestFunctions } from '@gangway/conformance'
import type * as vitestFunctions from 'vitest'

type Taken<Runner extends TestFunctions> = Runner
/** Their functions are taken as they are typed: this compiles. */
export type Runners = [Taken<typeof nodeTest>, Taken<typeof vitestFunctions>]

const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = join(root, 'test/node_modules/vitest')

const suite = (runner: string): string => `import { describe, it } from '${runner}'
import { middlewareContract } from '@gangway/conformance'
import { withHeaders } from '@gangway/gateway'

const good = (app) => (context) => app(context)
const bad = (app) => async (context) => withHeaders(await app(context), (headers) => headers.set('vary', 'origin'))
const runner = { describe, it }
middlewareContract(good, { name: 'a good one', runner })
middlewareContract(bad, { name: 'a bad one', only: 'varies by', runner })
`
const vitestConfiguration = `export default { resolve: { alias: [{ find: /^@gangway\\/(.*)$/, replacement: '${root}packages/$1/src/index.ts' }] } }`

describe('middlewareContract with the functions of', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gangway-runners-'))
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(vitest, join(folder, 'node_modules/vitest'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'vitest.config.js'), vitestConfiguration)
    writeFileSync(join(folder, 'node.test.js'), suite('node:test'))
    writeFileSync(join(folder, 'vitest.spec.js'), suite('vitest'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function run(...parameters: string[]): { status: number | null; printed: string } {
    const env = {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--import=${pathToFileURL(join(root, 'scripts/source-imports.js')).href}`,
      NO_COLOR: '1',
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: folder, env, encoding: 'utf8', timeout: 50_000 })
    return { status, printed: stdout + stderr }
  }

  it('node:test tells the good from the bad', () => {
    const { status, printed } = run('--test', 'node.test.js')
    expect(status).toBe(1)
    expect(printed).toMatch(new RegExp(`pass ${middlewareCases.length}\\b`))
    expect(printed).toMatch(/fail 1\b/)
    expect(printed).toContain('a bad one keeps the contract of middleware')
  })

  it('vitest tells the good from the bad', () => {
    const { status, printed } = run(join(vitest, 'vitest.mjs'), 'run', 'vitest.spec.js')
    expect(status).toBe(1)
    expect(printed).toMatch(new RegExp(`Tests +1 failed \\| ${middlewareCases.length} passed`))
    expect(printed).toContain('a bad one keeps the contract of middleware: > what the application varies by is kept')
  })
})

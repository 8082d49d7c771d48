import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-reporter-'))
  const paths = { reporters: [join(root, 'scripts/test-reporter.js')], setupFilesAfterEnv: [join(root, 'scripts/test-setup.js')] }
  const config = {
    runner: [fileURLToPath(import.meta.resolve('jest-light-runner')), { runtime: 'child_process' }],
    maxWorkers: 2,
    transform: {},
    ...paths,
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'jest.config.json'), JSON.stringify(config))
})
afterEach(() => rm(folder, { recursive: true }))

async function jestOver(code, ...parameters) {
  await writeFile(join(folder, 'some.test.js'), code)
  return await new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/jest'), parameters, { cwd: folder }, (error, stdout) => {
      resolve({ exitCode: error?.code ?? 0, lines: stdout.trimEnd().split('\n') })
    })
  })
}

describe('TestReporter', () => {
  it('counts alone on a line and names what was skipped', async () => {
    const { exitCode, lines } = await jestOver(`it('a', () => {}); describe('b', () => { it.skip('c', () => {}) })`)
    expect(lines).toEqual(['not run: some.test.js: b > c', '1 passed, 0 failed, 1 skipped'])
    expect(exitCode).toBe(0)
  })

  it('leaves out of the list what the command line left out', async () => {
    const { lines } = await jestOver(`it('a', () => {}); it('b', () => {})`, '-t', 'a')
    expect(lines).toEqual(['1 passed, 0 failed, 1 skipped'])
  })

  it('counts a failure', async () => {
    const { exitCode, lines } = await jestOver(`it('a', () => { throw new Error('no') }); it('b', () => {})`)
    expect(lines).toEqual(['1 passed, 1 failed, 0 skipped'])
    expect(exitCode).toBe(1)
  })

  it('counts a file that cannot be loaded as a failure', async () => {
    const { exitCode, lines } = await jestOver(`import './missing.js'; it('a', () => {})`)
    expect(lines).toEqual(['0 passed, 1 failed, 0 skipped'])
    expect(exitCode).toBe(1)
  })

  it('fails a file without tests', async () => {
    const { exitCode, lines } = await jestOver(`describe('nothing', () => {})`)
    expect(lines).toEqual(['0 passed, 1 failed, 0 skipped'])
    expect(exitCode).toBe(1)
  })

  it('fails a run in which no test ran', async () => {
    const { exitCode, lines } = await jestOver(`it.skip('a', () => {})`)
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped')
    expect(exitCode).toBe(1)
  })
})

describe('the time limit of test-setup.js', () => {
  it.each([
    ['test', `it('waits', () => new Promise(() => setInterval(() => {}, 1000)), 100); it('runs', () => {})`],
    ['hook', `beforeAll(() => new Promise(() => setInterval(() => {}, 1000)), 100); it('runs', () => {})`],
  ])('fails a %s that waits for ever', async (_, code) => {
    expect((await jestOver(code)).lines).toEqual(['1 passed, 1 failed, 0 skipped'])
  })
})

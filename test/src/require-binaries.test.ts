import { readFileSync } from 'node:fs'
import { binary, findBinary } from './binary.ts'
import { debianPackages, requireBinaries } from './require-binaries.ts'

const ci = process.env.CI
const { describe: realDescribe, test: realTest } = globalThis
const write = process.stdout.write

describe('requireBinaries', () => {
  afterEach(() => {
    Object.assign(globalThis, { describe: realDescribe, test: realTest })
    process.stdout.write = write
    if (ci === undefined) delete process.env.CI
    else process.env.CI = ci
  })

  it('describes the suite when all is installed', () => {
    expect(requireBinaries()).toBe(describe)
  })

  it('skips the suite, and prints once what to install', () => {
    delete process.env.CI
    const printed: unknown[] = []
    process.stdout.write = (text: unknown) => printed.push(text) > 0
    expect(requireBinaries('mod_absent')).toBe(describe.skip)
    expect(printed).toEqual(['skipped: mod_absent not found (Debian: apt-get install apache2)\n'])
  })

  it('fails the suite with CI=true', () => {
    process.env.CI = 'true'
    const tests: (() => void)[] = []
    Object.assign(globalThis, {
      describe: (_: string, suite: () => void) => suite(),
      test: (_: string, body: () => void) => tests.push(body),
    })
    requireBinaries('mod_absent')('a suite', () => tests.push(() => {}))
    expect(tests).toHaveLength(1)
    expect(tests[0]).toThrow('mod_absent not found (Debian: apt-get install apache2)')
  })

  it('knows the package of each name, or says where to add it', () => {
    expect(() => requireBinaries('no-such-server')).toThrow('debian-packages.txt')
    expect(debianPackages.get('nginx')).toBe('nginx-light')
    const firstWords = readFileSync(new URL('../debian-packages.txt', import.meta.url), 'utf8').matchAll(/^[a-z0-9.+-]+(?= )/gm)
    expect([...firstWords].map(([word]) => word)).toEqual([...new Set(debianPackages.values())])
  })
})

describe('binary', () => {
  it('finds programs, and says what is missing', () => {
    expect(binary('sh')).toMatch(/\/sh$/)
    expect(findBinary('no-such-server')).toBeUndefined()
    expect(() => binary('no-such-server')).toThrow('no-such-server is not installed')
  })
})

import { readFileSync } from 'node:fs'
import { findBinary } from './binary.ts'

/** Debian packages by the programs and Apache modules they bring; `test/debian-packages.txt` is the one list. */
export const debianPackages: ReadonlyMap<string, string> = new Map(
  readFileSync(new URL('../debian-packages.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [debianPackage = '', ...names] = line.split(' ')
      return names.map((name): [string, string] => [name, debianPackage])
    }),
)

/** The part of jest's `describe` that a suite needs. */
export type Describe = (name: string, suite: () => void) => void

/** `describe` when all these are installed; else a suite that is skipped with one printed line, or fails when `CI` is `true`. */
export function requireBinaries(...names: string[]): Describe {
  const missing = names.filter((name) => !findBinary(name))
  if (missing.length === 0) return describe
  const reason = missing.map(howToInstall).join(', ')
  if (process.env.CI === 'true') return failing(reason)
  process.stdout.write(`skipped: ${reason}\n`)
  return describe.skip
}

function howToInstall(name: string): string {
  const debianPackage = debianPackages.get(name.startsWith('mod_') && !debianPackages.has(name) ? 'apache2' : name)
  if (!debianPackage) throw new TypeError(`real-servers: test/debian-packages.txt does not say which package brings ${name}`)
  return `${name} not found (Debian: apt-get install ${debianPackage})`
}

function failing(reason: string): Describe {
  return (name) =>
    describe(name, () => {
      test('finds the servers it needs', () => {
        throw new Error(reason)
      })
    })
}

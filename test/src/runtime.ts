import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBinary } from './binary.ts'
import type { Describe } from './require-binaries.ts'

/** Runtimes beside Node that packages are tested on. */
export type Runtime = 'bun' | 'deno' | 'workerd'

const folder = fileURLToPath(new URL('../runtimes/', import.meta.url))

/** The path of a runtime: of `test/runtimes`, or on PATH. */
export function findRuntime(name: Runtime): string | undefined {
  const installed = `${folder}node_modules/.bin/${name}`
  return existsSync(installed) ? installed : findBinary(name)
}

/** `describe` where all these runtimes are; else a suite that is skipped with one printed line, or fails when `CI` is `true`. */
export function requireRuntimes(...names: Runtime[]): Describe {
  const missing = names.filter((name) => findRuntime(name) === undefined)
  if (missing.length === 0) return describe
  const reason = `${missing.join(' and ')} not found (npm install --prefix test/runtimes)`
  if (process.env.CI === 'true') return failing(reason)
  process.stdout.write(`skipped: ${reason}\n`)
  return describe.skip
}

function failing(reason: string): Describe {
  return (name) =>
    describe(name, () => {
      test('finds the runtimes it needs', () => {
        throw new Error(reason)
      })
    })
}

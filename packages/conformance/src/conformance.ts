import { chosenCases, openRun, type ConformanceOptions, type Result, type Run, type Start } from './run-conformance.ts'
import { testGlobals } from './test-globals.ts'

const timeout = 60_000

/**
 * Defines a test for each case, and says at the end which do not apply and why.
 * @throws {TypeError} outside of a test runner; `runConformance` needs none.
 */
export function conformance(name: string, start: Start, options: ConformanceOptions = {}): void {
  const { describe, it, beforeAll, afterAll } = testGlobals('runConformance()')
  const chosen = chosenCases(options)
  let run: Run | undefined
  let results: Promise<Result>[] = []
  describe(`${name} conforms:`, () => {
    beforeAll(async () => {
      run = await openRun(start, options)
      results = run.results(chosen)
    }, timeout)
    afterAll(async () => {
      await run?.[Symbol.asyncDispose]()
      process.stdout.write(lineAbout(name, await Promise.all(results)))
    }, timeout)
    for (const [index, { name: caseName }] of chosen.entries()) {
      it(caseName, async () => throwFailure(await results[index]), timeout)
    }
  })
}

function throwFailure(result: Result | undefined): void {
  if (!result) throw new Error('conformance: the gateway did not start')
  if (result.outcome === 'failed') throw result.error ?? new Error(result.reason)
}

function lineAbout(name: string, results: readonly Result[]): string {
  const lacking = results.flatMap(({ outcome, reason }) => (outcome === 'not applicable' && reason !== undefined ? [reason] : []))
  if (lacking.length === 0) return `conformance: ${name}: all ${results.length} cases apply\n`
  const counts = [...new Set(lacking)].map((reason) => `${reason} (${lacking.filter((other) => other === reason).length})`)
  return `conformance: ${name}: ${lacking.length} of ${results.length} cases do not apply: ${counts.join(', ')}\n`
}

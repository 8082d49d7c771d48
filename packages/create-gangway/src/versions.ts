import { readFileSync } from 'node:fs'
import { PlanError } from './plan-error.ts'

/** A package's name, and the range of its versions. */
export type Ranges = ReadonlyMap<string, string>

/**
 * The ranges of the packages that a project may depend on: this package's own devDependencies, with which its templates were tested.
 * @throws {PlanError} in a checkout, where they are no versions yet.
 */
export function publishedRanges(): Ranges {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  // Our own manifest, whose devDependencies npm demands to be ranges by name.
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> }
  const ranges = Object.entries(devDependencies)
  if (ranges.some(([, range]) => range.startsWith('workspace:')))
    throw new PlanError('this is a checkout; what makes projects is the published package')
  return new Map(ranges)
}

/** The ranges of what these sources import. */
export function imported(sources: readonly string[], ranges: Ranges): Record<string, string> {
  const specifiers = new Set(sources.flatMap((source) => [...source.matchAll(/ from '([^']+)'$/gm)].map((match) => match[1])))
  return Object.fromEntries([...ranges].filter(([name]) => specifiers.has(name)))
}

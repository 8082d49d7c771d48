import type { Application } from '@gangway/gateway'
import { application } from './application.ts'
import { lacking, type Can } from './capability.ts'
import type { Case } from './case.ts'
import { cases } from './cases.ts'
import { openControl } from './control.ts'
import type { Driver } from './driver.ts'
import { Peer } from './peer.ts'
import { runCase } from './run-case.ts'

/** Serves an application, on a free port or however the gateway does it, and returns the peer that speaks to it. */
export type Start = (app: Application) => Started | Promise<Started>

export interface Started {
  readonly driver: Driver
  close(): unknown
}

export interface ConformanceOptions {
  /** What the gateway cannot do: `{ trailers: false }`. Default: all that its driver can. */
  can?: Can
  /** Cases by name that do not apply for a reason of their own: `{ 'several ranges are the whole file': 'the web server answers ranges itself' }`. */
  exceptions?: Readonly<Record<string, string>>
  /** Only cases whose name contains this text, or matches. Default: all. */
  only?: string | RegExp
  /** Cases at the same time. Default: `8`. */
  concurrency?: number
  /** Milliseconds that one case may take. Default: `10000`. */
  deadline?: number
}

/** What became of a case. */
export interface Result {
  readonly case: Case
  readonly outcome: 'passed' | 'failed' | 'not applicable'
  /** Why it failed, or the capability that is lacking. */
  readonly reason?: string
  readonly error?: unknown
  readonly milliseconds: number
}

/** Runs all cases over a gateway and yields what became of them, in their order. It does not throw when cases fail. */
export async function* runConformance(start: Start, options: ConformanceOptions = {}): AsyncGenerator<Result> {
  await using run = await openRun(start, options)
  for (const result of run.results(chosenCases(options))) yield await result
}

/** The cases that are run with these options. */
export function chosenCases({ only = '' }: ConformanceOptions): readonly Case[] {
  return cases.filter(({ name }) => (typeof only === 'string' ? name.includes(only) : only.test(name)))
}

/** A gateway that is started, ready for cases. */
export interface Run extends AsyncDisposable {
  /** Plays these cases, several at a time; the results do not reject. */
  results(chosen: readonly Case[]): Promise<Result>[]
}

/** Starts a gateway for cases. */
export async function openRun(start: Start, options: ConformanceOptions): Promise<Run> {
  const { can = {}, exceptions = {}, deadline = 10_000, concurrency = 8 } = options
  checkExceptions(exceptions)
  const control = await openControl()
  const { driver, close } = await start(application)
  let count = 0
  let isOver = false
  const result = async (tested: Case): Promise<Result> => {
    const lacks = lacking(tested.needs ?? [], can, driver.can) ?? exceptions[tested.name]
    if (lacks !== undefined) return { case: tested, outcome: 'not applicable', reason: lacks, milliseconds: 0 }
    if (isOver) return { case: tested, outcome: 'failed', reason: 'the run was ended before this case', milliseconds: 0 }
    return play(tested, new Peer(tested.name, driver, control.session(`run${++count}`), can), deadline)
  }
  return {
    results: (chosen) => inParallel(chosen, concurrency, result),
    async [Symbol.asyncDispose]() {
      isOver = true
      await control.close()
      await close()
    },
  }
}

// A misspelt exception would go unnoticed, and the case would fail or pass as before.
function checkExceptions(exceptions: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(exceptions).find((name) => !cases.some((known) => known.name === name))
  if (unknown !== undefined) throw new TypeError(`conformance: no case is called ${JSON.stringify(unknown)}`)
}

function inParallel<Item, Done>(items: readonly Item[], concurrency: number, work: (item: Item) => Promise<Done>): Promise<Done>[] {
  const jobs = items.map((item) => ({ item, ...Promise.withResolvers<Done>() }))
  const left = jobs.values()
  const workThrough = async () => {
    for (const { item, resolve, reject } of left) await work(item).then(resolve, reject)
  }
  for (let worker = 0; worker < concurrency; worker++) void workThrough()
  return jobs.map(({ promise }) => promise)
}

async function play(tested: Case, peer: Peer, deadline: number): Promise<Result> {
  const started = performance.now()
  try {
    await runCase(tested, peer, deadline)
    return { case: tested, outcome: 'passed', milliseconds: performance.now() - started }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { case: tested, outcome: 'failed', reason, error, milliseconds: performance.now() - started }
  }
}

import type { Contender } from './contender.ts'
import { load } from './load.ts'

/** A contender with its name in the table; the first is what the others are compared with. */
export interface Row {
  readonly name: string
  readonly contender: Contender
  /** Where to send the load, when not to the contender itself but to a web server in front of it. */
  readonly through?: number
  /** What to ask this one, when not what all are asked: its own cookie. */
  readonly request?: Uint8Array
}

/** Medians over the rounds. */
export interface Result {
  readonly name: string
  readonly requestsPerSecond: number
  /** Largest deviation from the median, as a fraction. */
  readonly spread: number
  /** Microseconds of CPU per request of the server process. */
  readonly cpuPerRequest: number
  /** The first row's CPU divided by this one's: 1 is as good, more is better. */
  readonly ratio: number
  readonly memory: number
}

interface Sample {
  readonly rates: number[]
  readonly costs: number[]
  memory: number
}

export interface Method {
  readonly request: Uint8Array
  readonly connections: number
  readonly rounds: number
  readonly milliseconds: number
  /** The byte that ends each answer, and no packet before its end, where answers differ in length. */
  readonly lastByte?: number
}

/** Loads contenders in turn, A B C A B C, so that what else the machine does falls on all of them. */
export async function sideBySide(
  rows: readonly Row[],
  { request, connections, rounds, milliseconds, lastByte }: Method,
): Promise<Result[]> {
  const samples = rows.map((): Sample => ({ rates: [], costs: [], memory: 0 }))
  for (let round = -1; round < rounds; round++) {
    for (const [index, { contender, through, request: own = request }] of rows.entries()) {
      const before = await contender.usage()
      const { requests, seconds } = await load(through ?? contender.address, own, { connections, milliseconds, lastByte })
      const after = await contender.usage()
      const sample = samples[index]
      // The first round warms up.
      if (!sample || round < 0) continue
      sample.rates.push(requests / seconds)
      sample.costs.push((after.cpu - before.cpu) / requests)
      sample.memory = Math.max(sample.memory, after.memory)
    }
  }
  const first = median(samples[0]?.costs ?? [])
  return samples.map(({ rates, costs, memory }, index) => {
    const rate = median(rates)
    const spread = Math.max(...rates.map((other) => Math.abs(other - rate) / rate))
    return {
      name: rows[index]?.name ?? '',
      requestsPerSecond: rate,
      spread,
      cpuPerRequest: median(costs),
      ratio: first / median(costs),
      memory,
    }
  })
}

/** The middle of a list of numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

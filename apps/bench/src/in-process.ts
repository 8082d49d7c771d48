import type { Context } from '@gangway/gateway'
import { median, type Result } from './side-by-side.ts'

/** Something that is done with requests, without a server around it. */
export interface Work {
  readonly name: string
  /** How often one round does it. */
  readonly count: number
  prepare(): Promise<readonly Context[]>
  readonly app: (context: Context) => unknown
}

const rounds = 9

/** CPU and wall clock for one call of each work, all of them in turn. */
export async function measure(works: readonly Work[]): Promise<Result[]> {
  const samples = works.map((): { walls: number[]; costs: number[] } => ({ walls: [], costs: [] }))
  for (let round = -2; round < rounds; round++) {
    for (const [index, each] of works.entries()) {
      const contexts = await each.prepare()
      const [usage, started] = [process.cpuUsage(), performance.now()]
      for (const context of contexts) {
        const result = each.app(context)
        if (result instanceof Promise) await result
      }
      const wall = ((performance.now() - started) * 1000) / each.count
      const { user, system } = process.cpuUsage(usage)
      if (round < 0) continue
      samples[index]?.walls.push(wall)
      samples[index]?.costs.push((user + system) / each.count)
    }
  }
  const first = median(samples[0]?.walls ?? [])
  return samples.map(({ walls, costs }, index) => {
    const wall = median(walls)
    const spread = Math.max(...walls.map((other) => Math.abs(other - wall) / wall))
    return {
      name: works[index]?.name ?? '',
      requestsPerSecond: 1e6 / wall,
      spread,
      cpuPerRequest: median(costs),
      ratio: first / wall,
      memory: process.memoryUsage.rss(),
    }
  })
}

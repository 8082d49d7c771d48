import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Result } from './side-by-side.ts'

/** Prints a table of one measurement and keeps it for the JSON file. */
export class Report {
  readonly #tables: { readonly title: string; readonly results: readonly Result[] }[] = []

  add(title: string, results: readonly Result[]): void {
    this.#tables.push({ title, results })
    console.log(`\n${title}`)
    const rows = results.map(({ name, requestsPerSecond, spread, cpuPerRequest, ratio, memory }) => ({
      name,
      'requests/s': Math.round(requestsPerSecond),
      spread: `±${Math.round(spread * 100)} %`,
      'µs CPU/request': cpuPerRequest.toFixed(1),
      ratio: ratio.toFixed(2),
      'RSS MiB': Math.round(memory / 1_048_576),
    }))
    console.table(Object.fromEntries(rows.map(({ name, ...columns }) => [name, columns])))
  }

  /** Writes all tables of a bench with machine, versions and date. */
  write(bench: string): void {
    const folder = new URL('../results/', import.meta.url)
    mkdirSync(folder, { recursive: true })
    const machine = {
      cpu: cpus()[0]?.model.trim(),
      cores: cpus().length,
      node: process.version,
      date: new Date().toISOString().slice(0, 10),
    }
    writeFileSync(new URL(`${bench}.json`, folder), `${JSON.stringify({ ...machine, tables: this.#tables }, null, 2)}\n`)
    console.log(`written to apps/bench/results/${bench}.json`)
  }
}

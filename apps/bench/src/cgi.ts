import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Report } from './report.ts'
import { median, type Result } from './side-by-side.ts'

const runs = 40

const programs = {
  'a bare script (the floor)': 'programs/floor.cjs',
  Gangway: 'programs/gangway.js',
}

const environment = {
  GATEWAY_INTERFACE: 'CGI/1.1',
  REQUEST_METHOD: 'GET',
  QUERY_STRING: '',
  SCRIPT_NAME: '/cgi-bin/hello',
  PATH_INFO: '/',
  REQUEST_URI: '/cgi-bin/hello/',
  SERVER_NAME: 'example.org',
  SERVER_PORT: '80',
  SERVER_PROTOCOL: 'HTTP/1.1',
  SERVER_SOFTWARE: 'Apache/2.4',
  REMOTE_ADDR: '192.0.2.7',
  HTTP_HOST: 'example.org',
}

interface Sample {
  readonly walls: number[]
  cpu: number
}

/** CGI: a process per request, wall clock and CPU from start to end. */
export async function cgi(report: Report): Promise<void> {
  const names = Object.entries(programs)
  const samples = names.map((): Sample => ({ walls: [], cpu: 0 }))
  const outputs = new Set<string>()
  for (let run = -2; run < runs; run++) {
    for (const [index, [, program]] of names.entries()) {
      const before = childrenCpu()
      const started = performance.now()
      const { stdout, status } = spawnSync(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], { env: environment })
      const wall = performance.now() - started
      if (status !== 0) throw new Error(`bench: ${program} ended with ${status}`)
      outputs.add(stdout.toString().split('\r\n\r\n')[1] ?? '')
      const sample = samples[index]
      if (!sample || run < 0) continue
      sample.walls.push(wall)
      sample.cpu += childrenCpu() - before
    }
  }
  if (outputs.size !== 1) throw new Error(`bench: the programs answer differently: ${JSON.stringify([...outputs])}`)
  report.add(
    `CGI hello, ${runs} runs each; ratio of wall clock`,
    resultsOf(
      names.map(([name]) => name),
      samples,
    ),
  )
}

function resultsOf(names: readonly string[], samples: readonly { walls: readonly number[]; cpu: number }[]): Result[] {
  const first = median(samples[0]?.walls ?? [])
  return samples.map(({ walls, cpu }, index) => {
    const wall = median(walls)
    const spread = (median(walls.toSorted((a, b) => a - b).slice(walls.length / 2)) - wall) / wall
    return { name: names[index] ?? '', requestsPerSecond: 1000 / wall, spread, cpuPerRequest: cpu / runs, ratio: first / wall, memory: 0 }
  })
}

// proc_pid_stat(5): cutime and cstime, in ticks of 10 ms; the sum over all runs is what is read
function childrenCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10_000
}

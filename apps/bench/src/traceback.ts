import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { contextFor, text, type Application, type Context } from '@gangway/gateway'
import { traceback, type TracebackOptions } from '@gangway/traceback'
import { Youch } from 'youch'
import { measure, type Work } from './in-process.ts'
import type { Report } from './report.ts'

const page = text('a page')
const requests = 20_000
// So many reports are made at once, before errors count as a storm.
const reports = 15

/** What a traceback costs requests without errors, and what an error costs. */
export async function tracebacks(report: Report): Promise<void> {
  await withoutErrors(report)
  await withErrors(report)
  await heap()
}

async function withoutErrors(report: Report): Promise<void> {
  for (const [kind, app] of Object.entries({ synchronous: () => page, asynchronous: async () => page })) {
    const rows: [string, Application][] = [
      ['bare', app],
      ["traceback(), locals 'off'", traceback()(app)],
      ["locals 'adaptive'", traceback({ locals: 'adaptive' })(app)],
      ["locals 'on'", traceback({ locals: 'on' })(app)],
    ]
    const results = await measure(rows.map(([name, each]) => work(name, requests, () => each)))
    report.add(`Requests without an error, ${kind} application; without a server`, results)
    const floor = 1e9 / (results[0]?.requestsPerSecond ?? 1)
    for (const { name, requestsPerSecond } of results.slice(1))
      console.log(`${name}: ${Math.round(1e9 / requestsPerSecond - floor)} ns more than bare`)
  }
}

async function withErrors(report: Report): Promise<void> {
  const storm = traceback()(fails)
  for (let index = 0; index < 100; index++) await storm(contextOf())
  const html = { accept: 'text/html' }
  const rows = [
    work('caught, answered by hand', 1000, () => caught),
    work('one of a storm: id, and a line in the log', 1000, () => storm),
    each("report in the log, locals 'off'", {}),
    each("report in the log, locals 'on'", { locals: 'on' }),
    each("page for the developer, locals 'off'", { display: true, locals: 'off' }, html),
    each("page for the developer, locals 'on'", { display: true }, html),
    work('youch 4: page, no values', reports, () => youch),
  ]
  report.add('An error 10 calls deep; without a server', await measure(rows))
}

// Errors that were captured are gone with those who hold them.
async function heap(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const app = traceback({ locals: 'on' })(fails)
  for (const errors of [1000, 10_000, 10_000]) {
    for (let index = 0; index < errors; index++) await app(contextOf())
    await new Promise((resolve) => setTimeout(resolve, 50))
    collect()
    console.log(`heap after ${errors} more errors with locals 'on': ${(process.memoryUsage().heapUsed / 1_048_576).toFixed(1)} MiB`)
  }
}

function each(name: string, options: TracebackOptions, headers: Record<string, string> = {}): Work {
  return work(name, reports, () => traceback(options)(fails), headers)
}

// The layer is made anew for each round, so that none of its errors is one of a storm.
function work(name: string, count: number, make: () => Application, headers: Record<string, string> = {}): Work {
  let app = make()
  return {
    name,
    count,
    async prepare() {
      app = make()
      return Array.from({ length: count }, () => contextOf(headers))
    },
    app:
      count === requests
        ? (context) => app(context)
        : async (context) => {
            const later: Promise<void>[] = []
            const asked =
              count <= reports ? contextFor('GET', '/', { headers, log: ignore, waitUntil: (promise) => later.push(promise) }) : context
            await app(asked)
            await Promise.all(later)
          },
  }
}

function contextOf(headers: Record<string, string> = {}): Context {
  return contextFor('GET', '/', { headers, log: ignore })
}

function fails(): Response {
  return deep(10, { title: 'Home', tags: ['a', 'b'] })
}

function deep(left: number, given: { title: string; tags: string[] }): Response {
  const visited = given.tags.length + left
  if (left === 0) throw new Error(`no ${given.title} after ${visited}`)
  return deep(left - 1, given)
}

function caught(): Response {
  try {
    return fails()
  } catch (error) {
    return text(error instanceof Error ? error.name : '', { status: 500 })
  }
}

async function youch(): Promise<Response> {
  try {
    return fails()
  } catch (error) {
    return text(await new Youch().toHTML(error), { status: 500 })
  }
}

function ignore(): void {}

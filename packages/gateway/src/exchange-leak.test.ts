import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const address = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

// In a process of its own, whose garbage nobody else makes.
const program = `
import { exchange, stream, text } from ${address('./index.ts')}
import { plain } from ${address('../../../test/src/recorded-exchange.ts')}
const turn = () => new Promise((resolve) => setImmediate(resolve))
let seed = 1
const random = (below) => (seed = (seed * 48271) % 0x7fffffff) % below
const left = { sources: 0, unhandled: 0 }
process.on('unhandledRejection', () => left.unhandled++)

async function* chunks() {
  left.sources++
  try {
    for (let count = random(6); count > 0; count--) {
      await turn()
      yield 'x'.repeat(100)
    }
  } finally {
    left.sources--
  }
}
const nativeStream = () => new Response(ReadableStream.from(chunks()).pipeThrough(new TextEncoderStream()))
const apps = [
  () => text('x'),
  async ({ signal }) => (await turn(), text(String(signal.aborted))),
  ({ signal, completed }) => (void completed, signal.addEventListener('abort', () => {}), stream(chunks())),
  async (context) => (await turn(), stream(chunks(), context.with({ mount: '', path: '/' }))),
  ({ request }) => (void request.clone(), nativeStream()),
  () => Promise.reject(new Error('x')),
  async ({ signal }) => (await turn(), signal.throwIfAborted(), new Response('x')),
]
const outgoing = { send() {}, start() {}, write: () => (random(3) ? undefined : turn()), end() {}, fail() {} }

async function carry(count) {
  for (let index = 0; index < count; index += 50) {
    await Promise.all(Array.from({ length: 50 }, async () => {
      const made = exchange(apps[random(apps.length)], plain, outgoing, { handlerTimeout: 60_000 })
      for (let turns = random(10); turns > 0; turns--) await turn()
      if (random(2)) made.abort()
      while (!made.done) await turn()
    }))
  }
  for (let turns = 0; turns < 20; turns++) await turn()
  gc()
  await turn()
  gc()
  return process.memoryUsage().heapUsed
}
await carry(4_000)
const before = await carry(2_000)
const after = await carry(20_000)
const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
console.log(JSON.stringify({ ...left, timers, grown: after - before }))
`

describe('20,000 exchanges, half of them aborted at random points', () => {
  it('leave nothing behind', () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url))
    const flags = ['--expose-gc', `--import=${new URL('../../../scripts/source-imports.js', import.meta.url).href}`, '--input-type=module']
    const printed = execFileSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8', cwd: root })
    const { grown, ...left } = JSON.parse(printed)
    expect(left).toEqual({ sources: 0, unhandled: 0, timers: 0 })
    // 50 bytes an exchange: a kept controller, promise or listener is more.
    expect(grown).toBeLessThan(1_000_000)
  })
})

// Serves compressed streams over HTTP, and tells its parent, when asked, what they cost.
import { compress } from '@gangway/compress'
import { reply, stream } from '@gangway/gateway'
import { serve } from '@gangway/http'

/** What the server says of itself. */
export interface Costs {
  /** Bytes of resident memory. */
  readonly memory: number
  /** The most there were since the last question. */
  readonly peak: number
  readonly handles: readonly string[]
  /** Sources that were opened, and those of them that ended or were stopped. */
  readonly opened: number
  readonly stopped: number
  /** Bytes that they gave. */
  readonly given: number
}

const html = { headers: { 'content-type': 'text/html; charset=utf-8' } }
const gibibyte = 1_073_741_824
const lines = Array.from({ length: 10_000 }, (_, index) => `<li>entry ${(index * 7919) % 100_003}</li>\n`).join('')
const large = new TextEncoder().encode(lines)
const chunk = large.subarray(0, 65_536)

const sources = { given: 0, opened: 0, stopped: 0 }

// Says one thing and is silent from then on.
function silent(): AsyncIterable<string> {
  let isBegun = false
  sources.opened++
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (isBegun) return new Promise(() => {})
        isBegun = true
        return Promise.resolve({ done: false, value: 'data: begun\n\n' })
      },
      return: async () => {
        sources.stopped++
        return { done: true, value: undefined }
      },
    }),
  }
}

async function* chunks(count: number): AsyncGenerator<Uint8Array> {
  sources.opened++
  try {
    for (let index = 0; index < count; index++) {
      sources.given += chunk.byteLength
      yield chunk
    }
  } finally {
    sources.stopped++
  }
}

// The quickest level: the memory is the same, and a gibibyte takes its time.
const app = compress({ levels: { gzip: 1 } })(({ path }) => {
  if (path === '/silent') return stream(silent(), html)
  if (path === '/whole') return reply(large, html)
  return stream(chunks(path === '/gibibyte' ? gibibyte / chunk.byteLength : Number.POSITIVE_INFINITY), html)
})

let peak = 0
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50)

process.on('message', () => {
  globalThis.gc?.()
  const memory = process.memoryUsage.rss()
  const costs: Costs = { ...sources, memory, peak: Math.max(peak, memory), handles: process.getActiveResourcesInfo().toSorted() }
  process.send?.(costs)
  peak = 0
})

const { address } = await serve(app, { listen: { host: '127.0.0.1', port: 0 } })
process.send?.(address)

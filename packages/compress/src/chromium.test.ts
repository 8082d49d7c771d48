import { createHash } from 'node:crypto'
import { html, reply, stack, stream, text, type Application, type Context } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { openInChromium } from '../../../test/src/chromium.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { compress } from './compress.ts'
import type { Encoding } from './encoding.ts'

const oldScript = Array.from({ length: 3000 }, (_, index) => `export const value${index} = ${(index * 7919) % 100_003}\n`).join('')
const newScript = oldScript.replace('value7 ', 'value7b ')
const javascript = { 'content-type': 'text/javascript' }

interface Seen {
  /** What Content-Encoding said, by path. */
  readonly codings: Record<string, string | null>
  /** What was wrong with what the browser decoded, by path. */
  readonly faults: Record<string, string>
  /** Milliseconds from the writing of an event to its reading. */
  readonly latency: number
  readonly accepts: string | null
}

// The page fetches each path, compares what it decoded by its hash, and posts what it found.
const script = `
const paths = ['gzip', 'br', 'zstd'].flatMap((coding) => ['whole', 'stream', 'large'].map((kind) => '/' + coding + '/' + kind))
paths.push('/jitter/gzip', '/jitter/zstd')
const codings = {}, faults = {}
async function check(path) {
  try {
    const response = await fetch(path)
    codings[path] = response.headers.get('content-encoding')
    const bytes = await response.arrayBuffer()
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const found = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    if (found !== response.headers.get('x-hash')) faults[path] = bytes.byteLength + ' bytes with another hash'
  } catch (error) {
    faults[path] = String(error)
  }
}
for (const path of paths) await check(path)
await check('/dictionary/old.js')
// The browser stores a dictionary when it has read it; the moment is its own.
for (let tries = 0; tries < 50 && !codings['/dictionary/new.js']?.startsWith('dc'); tries++) {
  await new Promise((resolve) => setTimeout(resolve, 100))
  await check('/dictionary/new.js')
}
for (const coding of ['dcb', 'dcz']) await check('/' + coding + '/dictionary/new.js')
const source = new EventSource('/events')
const latency = await new Promise((resolve) => { source.onmessage = ({ data }) => resolve(Date.now() - Number(data)) })
source.close()
await fetch('/report', { method: 'POST', body: JSON.stringify({ codings, faults, latency }) })
`

const hashOf = (body: string) => createHash('sha256').update(body).digest('hex')
const hashed = (body: string, headers: Record<string, string>) => ({
  headers: { ...headers, 'x-hash': hashOf(body), 'cache-control': 'no-store' },
})

async function* halves(body: string): AsyncGenerator<string> {
  yield body.slice(0, 1000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  yield body.slice(1000)
}

async function* clock(): AsyncGenerator<string> {
  for (;;) {
    yield `data: ${Date.now()}\n\n`
    await new Promise((resolve) => setTimeout(resolve, 10_000))
  }
}

function bodies({ path }: Context): Response {
  const large = oldScript.repeat(20)
  if (path.endsWith('/stream')) return stream(halves(oldScript), hashed(oldScript, javascript))
  if (path.endsWith('/large')) return reply(large, hashed(large, javascript))
  const small = oldScript.slice(0, 20_000)
  return reply(small, hashed(small, javascript))
}

function dictionaries({ path }: Context): Response {
  if (!path.endsWith('/old.js')) return reply(newScript, hashed(newScript, javascript))
  const headers = { ...javascript, 'x-hash': hashOf(oldScript), 'use-as-dictionary': 'match="/*"', 'cache-control': 'max-age=3600' }
  return reply(oldScript, { headers })
}

function site(report: (seen: Seen) => void): Application {
  const only = (...encodings: Encoding[]) => stack().use(compress({ encodings })).app(bodies)
  const withDictionary = stack().use(compress({ dictionaries: [Buffer.from(oldScript)] })).app(dictionaries) // prettier-ignore
  // Takes what else it accepts from the browser, so that it must use this one.
  const narrowed =
    (coding: string): Application =>
    (context) => {
      const accepted = context.headers.get('accept-encoding') ?? ''
      const changed = [...context.headers, ['accept-encoding', accepted.includes(coding) ? coding : ''] as const]
      return withDictionary(context.with({ headers: changed.filter(([name, value]) => name !== 'accept-encoding' || value === coding) }))
    }
  const applications: Record<string, Application> = {
    gzip: only('gzip'),
    br: only('br'),
    zstd: only('zstd'),
    jitter: (context) => stack().use(compress({ jitter: 100, encodings: context.path.endsWith('gzip') ? ['gzip'] : ['zstd'] })).app(bodies)(context), // prettier-ignore
    dictionary: withDictionary,
    dcb: narrowed('dcb'),
    dcz: narrowed('dcz'),
    events: stack().use(compress()).app(() => stream(clock(), { headers: { 'content-type': 'text/event-stream' } })), // prettier-ignore
    'script.js': () => text(script, { headers: javascript }),
    async report({ body, headers }) {
      // The page above wrote it.
      const seen = (await body?.json()) as Omit<Seen, 'accepts'>
      report({ ...seen, accepts: headers.get('accept-encoding') })
      return text('')
    },
  }
  return (context) => {
    const application = applications[context.path.split('/')[1] ?? '']
    return application ? application(context) : html`<!doctype html><script type="module" src="/script.js"></script>`
  }
}

requireBinaries('chromium')('Chromium', () => {
  let seen: Seen
  beforeAll(async () => {
    const { promise, resolve } = Promise.withResolvers<Seen>()
    const server = await serve(site(resolve), { listen: { host: '127.0.0.1', port: 0 }, signals: [] })
    const { address } = server
    const browser = openInChromium(`http://127.0.0.1:${'port' in address ? address.port : 0}/`)
    seen = await promise
    await browser.stop()
    await server.close({ grace: 0 })
  })

  it('decodes everything that it is sent', () => {
    expect(seen.faults).toEqual({})
  })

  it.each(['gzip', 'br', 'zstd'])('gets %s, whole and streamed', (coding) => {
    const offered = seen.accepts?.includes(coding) ? coding : null
    for (const kind of ['whole', 'stream', 'large']) expect(seen.codings[`/${coding}/${kind}`]).toBe(offered)
  })

  it.each(['gzip', 'zstd'])('gets %s with jitter', (coding) => {
    expect(seen.codings[`/jitter/${coding}`]).toBe(seen.accepts?.includes(coding) ? coding : null)
  })

  it.each(['dcb', 'dcz'])('gets %s where it offers that on the machine itself', (coding) => {
    const offers = seen.codings['/dictionary/new.js']?.startsWith('dc') === true
    if (!offers) process.stdout.write(`Chromium offers no dictionaries here; it accepts ${seen.accepts}\n`)
    expect(seen.codings[`/${coding}/dictionary/new.js`]).toBe(offers ? coding : null)
  })

  it('C4: gets an event when it is sent', () => {
    expect(seen.latency).toBeLessThan(1000)
  })
})

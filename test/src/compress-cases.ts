import type { DecodeLimits, CompressOptions, Engine } from '@gangway/compress'
import type * as Gateway from '@gangway/gateway'

/** What the cases are about, as the runtime at hand has it. */
export interface CompressKit {
  readonly gateway: typeof Gateway
  readonly compress: (options?: CompressOptions) => Gateway.Middleware
  readonly decompress: (options?: Partial<DecodeLimits> & { engine?: Engine }) => Gateway.Middleware
  readonly engine: Engine
}

type Format = 'gzip' | 'deflate'

/** Runs every case with the classes that all runtimes share, and returns what failed. */
export async function runCompressCases(kit: CompressKit): Promise<string[]> {
  const failures: string[] = []
  for (const [name, run] of Object.entries(compressCases)) {
    try {
      await run(kit)
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
  return failures
}

/** Cases that hold for any engine with gzip and deflate on any runtime; each throws when it fails. */
export const compressCases: Readonly<Record<string, (kit: CompressKit) => Promise<void>>> = {
  async 'a whole body has its exact length and can be decoded'(kit) {
    for (const coding of formats) {
      const response = await ask(kit, coding, () => kit.gateway.text(page))
      const bytes = await collect(kit, response)
      equal(response.headers.get('content-encoding'), coding)
      equal(response.headers.get('content-length'), String(bytes.byteLength))
      equal(await decode(coding, bytes), page)
    }
  },

  async 'a large body and a stream can be decoded'(kit) {
    for (const coding of formats) {
      const large = await ask(kit, coding, () => kit.gateway.text(page.repeat(50)))
      equal(await decode(coding, await collect(kit, large)), page.repeat(50))
      const streamed = await ask(kit, coding, () => kit.gateway.stream(chunks([page, 2, page, 'end']), html))
      equal(await decode(coding, await collect(kit, streamed)), `${page}${page}end`)
    }
  },

  async 'streams of all sizes of chunks can be decoded'(kit) {
    for (const coding of formats) {
      for (let seed = 1; seed <= 60; seed++) {
        const steps = randomSteps(seed)
        const response = await ask(kit, coding, () => kit.gateway.stream(chunks(steps), html))
        const expected = steps.filter((step) => typeof step === 'string').join('')
        equal(await decode(coding, await collect(kit, response)), expected, `seed ${seed}`)
      }
    }
  },

  async 'an event can be read when it is written'(kit) {
    for (const coding of formats) {
      let wake = () => {}
      async function* events() {
        for (let index = 0; index < 30; index++) {
          const whenRead = new Promise<void>((resolve) => (wake = resolve))
          yield `data: ${index} ${'x'.repeat(index % 7)}\n\n`
          await whenRead
        }
      }
      const response = await ask(kit, coding, () => kit.gateway.stream(events(), eventStream))
      await within(
        10_000,
        readEvents(kit, response, coding, () => wake()),
      )
    }
  },

  async 'the source is cancelled once when nobody reads on'(kit) {
    for (const isBegun of [false, true]) {
      let cancelled = 0
      const source: AsyncIterable<string> = {
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise(() => {}),
          return: async () => {
            cancelled++
            return { done: true, value: undefined }
          },
        }),
      }
      const response = await ask(kit, 'gzip', () => kit.gateway.stream(source, eventStream))
      const iterator = iteratorOf(kit, response)
      if (isBegun) void iterator.next()
      await iterator.return?.()
      await iterator.return?.()
      equal(cancelled, 1)
    }
  },

  async 'a source that fails leaves no end'(kit) {
    async function* failing() {
      yield page
      await pause(2)
      throw new Error('the database left')
    }
    const response = await ask(kit, 'gzip', () => kit.gateway.stream(failing(), html))
    const iterator = iteratorOf(kit, response)
    const received: Uint8Array[] = []
    const failure = await drain(iterator, received).catch((error: unknown) => String(error))
    equal(failure, 'Error: the database left')
    equal(await decode('gzip', concatenate(received)).catch(() => 'not whole'), 'not whole')
  },

  async 'a genuine Response carries it'(kit) {
    const handler = kit.gateway.toFetch(kit.compress({ engine: kit.engine, encodings: ['gzip'] })(() => new Response(page, html)))
    const response = await handler(new Request('http://localhost/', { headers: { 'accept-encoding': 'gzip' } }))
    equal(response.headers.get('content-encoding'), 'gzip')
    equal(await decode('gzip', new Uint8Array(await response.arrayBuffer())), page)
  },

  async 'a request body is decompressed, and a bomb is not'(kit) {
    const limits = { maximumSize: 1_000_000 }
    for (const coding of formats) {
      equal(await post(kit, coding, await encode(coding, page), limits), page)
      equal(await post(kit, coding, await encode(coding, '\0'.repeat(5_000_000)), limits).catch(codeOf), 'ERR_BODY_TOO_LARGE')
      equal(await post(kit, coding, (await encode(coding, page)).subarray(0, -3), limits).catch(codeOf), 'ERR_BAD_REQUEST')
    }
  },
}

const formats: readonly Format[] = ['gzip', 'deflate']
const page = Array.from({ length: 300 }, (_, index) => `<li>entry ${index}</li>\n`).join('')
const html = { headers: { 'content-type': 'text/html; charset=utf-8' } }
const eventStream = { headers: { 'content-type': 'text/event-stream' } }
const encoder = new TextEncoder()

function ask({ gateway, compress, engine }: CompressKit, coding: Format, app: Gateway.Application): Response | Promise<Response> {
  return compress({ engine, encodings: [coding] })(app)(gateway.contextFor('GET', '/', { headers: { 'accept-encoding': coding } }))
}

async function post(
  { gateway, decompress, engine }: CompressKit,
  coding: Format,
  body: Uint8Array,
  limits: Partial<DecodeLimits>,
): Promise<string> {
  let read = ''
  const app = decompress({ engine, ...limits })(async (context) => {
    read = (await context.body?.text()) ?? ''
    return gateway.text('')
  })
  await app(gateway.contextFor('POST', '/', { headers: { 'content-encoding': coding }, body }))
  return read
}

function iteratorOf({ gateway }: CompressKit, response: Response): AsyncIterator<Uint8Array> {
  const source = gateway.bodyOf(response)
  if (source instanceof Uint8Array) return new Blob([new Uint8Array(source)]).stream()[Symbol.asyncIterator]()
  if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source)) throw new Error('not encoded as a stream')
  // An encoded body gives bytes.
  return source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
}

async function collect(kit: CompressKit, response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const received: Uint8Array[] = []
  await drain(iteratorOf(kit, response), received)
  return concatenate(received)
}

async function drain(iterator: AsyncIterator<Uint8Array>, received: Uint8Array[]): Promise<void> {
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) received.push(step.value)
}

function concatenate(received: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(received.flatMap((chunk) => [...chunk]))
}

function decode(coding: Format, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return through(new DecompressionStream(coding), bytes).then((decoded) => new TextDecoder().decode(decoded))
}

function encode(coding: Format, body: string): Promise<Uint8Array> {
  return through(new CompressionStream(coding), encoder.encode(body))
}

async function through(stream: DecompressionStream | CompressionStream, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}

async function readEvents(kit: CompressKit, response: Response, coding: Format, read: () => void): Promise<void> {
  const stream = new DecompressionStream(coding)
  const writer = stream.writable.getWriter()
  const writing = (async () => {
    const iterator = iteratorOf(kit, response)
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) await writer.write(new Uint8Array(step.value))
    await writer.close()
  })()
  const reader = stream.readable.getReader()
  const decoder = new TextDecoder()
  let said = ''
  let count = 0
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    said += decoder.decode(step.value, { stream: true })
    while (said.includes(`data: ${count} ${'x'.repeat(count % 7)}\n\n`)) {
      count++
      read()
    }
  }
  await writing
  equal(count, 30)
}

async function* chunks(steps: readonly (string | number)[]): AsyncGenerator<string> {
  for (const step of steps) {
    if (typeof step === 'number') await pause(step)
    else yield step
  }
}

function randomSteps(seed: number): (string | number)[] {
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const word = () => random(10 ** (1 + random(8))).toString(36)
  const text = () => Array.from({ length: 1 + random([3, 30, 3000][random(3)] ?? 1) }, word).join(random(2) === 0 ? ' ' : '')
  return Array.from({ length: 2 + random(8) }, () => (random(3) === 0 ? 0 : text())).concat('the end of the body'.repeat(100))
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : String(error)
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function within<Result>(milliseconds: number, promise: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function equal(found: unknown, expected: unknown, what = ''): void {
  if (found === expected) return
  throw new Error(`${what} found ${JSON.stringify(found)?.slice(0, 200)}, expected ${JSON.stringify(expected)?.slice(0, 200)}`)
}

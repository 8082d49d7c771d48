import { contextFor, HttpError, text, type Application, type Context } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { startRedis, type RedisServer } from '../../../test/src/redis.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { LimitError, rateLimit, type Limiter, type RateLimitOptions } from './index.ts'

let time = 0
const now = (): number => time
beforeEach(() => {
  time = 1000
})

function appWith(options: RateLimitOptions, answer: (context: Context) => Response | Promise<Response> = () => text('done')): Application {
  return lint()(rateLimit({ now, ...options })(lint()(answer)))
}

function from(address: string, init: { log?: (line: string) => void; waitUntil?: (promise: Promise<void>) => void } = {}): Context {
  return contextFor('GET', '/', { client: { address }, ...init })
}

async function outcome(app: Application, context: Context = from('192.0.2.1')): Promise<string> {
  try {
    const { status, headers } = await app(context)
    return `${status} ${headers.get('ratelimit')}`
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    const fields = error.headers
    return `${error.status} ${fields.get('ratelimit')} after ${fields.get('retry-after')}`
  }
}

describe('rateLimit', () => {
  it('lets so many pass at once, then one by one as time goes', async () => {
    const app = appWith({ limit: 3, window: 30 })
    expect(await outcome(app)).toBe('200 "default";r=2;t=10')
    expect(await outcome(app)).toBe('200 "default";r=1;t=20')
    expect(await outcome(app)).toBe('200 "default";r=0;t=30')
    expect(await outcome(app)).toBe('429 "default";r=0;t=10 after 10')
    time += 9999
    expect(await outcome(app)).toBe('429 "default";r=0;t=1 after 1')
    time += 1
    expect(await outcome(app)).toBe('200 "default";r=0;t=30')
    expect(await outcome(app)).toBe('429 "default";r=0;t=10 after 10')
    time += 30_000
    expect(await outcome(app)).toBe('200 "default";r=2;t=10')
  })

  test.each([1, 3, 7, 60, 99, 1000])('lets exactly %d pass, whatever rounding does', async (limit) => {
    const app = appWith({ limit, window: 61 })
    time = 123_456.789
    for (let count = 1; count <= limit; count++) expect(await outcome(app)).toContain(`200 "default";r=${limit - count};`)
    expect(await outcome(app)).toMatch(/^429/)
  })

  it('says in fields what the limit is, and in words that it is reached', async () => {
    const app = appWith({ limit: 1, window: 5, name: 'pages' })
    const { headers } = await app(from('192.0.2.1'))
    expect([headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual(['"pages";q=1;w=5', '"pages";r=0;t=5'])
    const error: unknown = await Promise.resolve()
      .then(() => app(from('192.0.2.1')))
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      name: 'LimitError',
      code: 'ERR_RATE_LIMITED',
      status: 429,
      expose: true,
      message: 'limit: too many requests; try again in 5 seconds',
    })
  })

  it('adds its fields to those of another', async () => {
    const app = lint()(
      rateLimit({ limit: 9, window: 9, name: 'day', now })(rateLimit({ limit: 2, window: 1, name: 'burst', now })(() => text('done'))),
    )
    const { headers } = await app(from('192.0.2.1'))
    expect([headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual([
      '"burst";q=2;w=1, "day";q=9;w=9',
      '"burst";r=1;t=1, "day";r=8;t=1',
    ])
  })

  it('counts each client, of IPv6 each network', async () => {
    const app = appWith({ limit: 1 })
    for (const address of ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8:0:100::1'])
      expect(await outcome(app, from(address))).toMatch(/^200/)
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8:0:ff::9']) expect(await outcome(app, from(address))).toMatch(/^429/)
  })

  it('counts by what key() says, and for as many as cost() says', async () => {
    const app = appWith({ limit: 10, key: ({ headers }) => headers.get('x-user') ?? undefined, cost: ({ path }) => Number(path.slice(1)) })
    const ask = (path: string, user?: string): Promise<string> =>
      outcome(app, contextFor('GET', path, { headers: user === undefined ? {} : { 'x-user': user } }))
    expect(await ask('/6', 'ann')).toContain('r=4')
    expect(await ask('/6', 'ann')).toMatch(/^429 .*r=4/)
    expect(await ask('/4', 'ann')).toContain('r=0')
    expect(await ask('/0', 'ann')).toBe('200 null')
    expect(await ask('/10', 'bob')).toContain('r=0')
    expect(await ask('/11', 'eve')).toMatch(/^429 "default";r=10;t=6 after 6/)
    for (let count = 0; count < 20; count++) expect(await ask('/5')).toBe('200 null')
    await expect(ask('/-1', 'ann')).rejects.toThrow('limit: the cost of a request is a number from 0, not -1')
  })

  it('counts only what counts() says, but takes it for counted until it is known', async () => {
    const wait = Promise.withResolvers<void>()
    const app = appWith({ limit: 2, counts: (status) => status === 401 }, async ({ path }) => {
      if (path === '/slow') await wait.promise
      if (path === '/throws') throw new HttpError(401)
      if (path === '/breaks') throw new TypeError('broken')
      return text('done', { status: path === '/wrong' ? 403 : 200 })
    })
    const ask = (path: string): Promise<string> => outcome(app, contextFor('POST', path))
    const slow = [ask('/slow'), ask('/slow'), ask('/slow')]
    expect(await slow[2]).toMatch(/^429/)
    wait.resolve()
    await Promise.all(slow)
    for (let count = 0; count < 5; count++) expect(await ask('/')).toMatch(/^200/)
    for (let count = 0; count < 5; count++) await expect(ask('/breaks')).rejects.toThrow('broken')
    await expect(ask('/throws')).rejects.toThrow('Unauthorized')
    await expect(ask('/throws')).rejects.toThrow('Unauthorized')
    expect(await ask('/throws')).toMatch(/^429/)
  })

  it('forgets who was not seen for longest, and who may ask again', async () => {
    const app = appWith({ limit: 1, keys: 3 })
    const [a, b, c, d] = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'] as const
    for (const address of [a, b, c, a]) await outcome(app, from(address))
    expect(await outcome(app, from(d))).toMatch(/^200/)
    expect(await outcome(app, from(a))).toMatch(/^429/)
    expect(await outcome(app, from(b))).toMatch(/^200/)
    const { memoryCounter } = await import('./memory-counter.ts')
    const counter = memoryCounter({ limit: 1, window: 1, keys: 1_000_000, now })
    const before = process.memoryUsage().heapUsed
    for (let client = 0; client < 300_000; client++) {
      time += 10
      void counter.take(`client ${client}`, 1)
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  })

  it('is synchronous where the application is, and passes 1xx, 304 and immutable answers', async () => {
    const app = rateLimit({ limit: 100, now })(({ path }) =>
      path === '/redirect' ? Response.redirect('https://example.org/') : new Response(null, { status: 304 }),
    )
    expect(app(from('192.0.2.1'))).toBeInstanceOf(Response)
    const redirect = await appWith({ limit: 100 }, () => Response.redirect('https://example.org/'))(from('192.0.2.1'))
    expect([redirect.status, redirect.headers.get('ratelimit')]).toEqual([302, '"default";r=99;t=1'])
    expect((await app(from('192.0.2.1'))).status).toBe(304)
    const upgraded = Object.assign(text(''), {})
    Object.defineProperty(upgraded, 'status', { value: 101 })
    expect(rateLimit({ limit: 100, now })(() => upgraded)(from('192.0.2.1'))).toBe(upgraded)
  })

  test.each<[string, RateLimitOptions, string]>([
    ['nothing', {}, 'needs a limit or a limiter'],
    ['a limit of 0', { limit: 0 }, 'limit is a number above 0'],
    ['half a request', { limit: 1.5 }, 'limit is a whole number'],
    ['a window of 0', { limit: 1, window: 0 }, 'window is a number above 0'],
    ['a name with a quote', { limit: 1, name: 'a"b' }, 'name is ASCII'],
    ['bits that are none', { limit: 1, ipv6Bits: 129 }, 'ipv6Bits is'],
    ['no keys', { limit: 1, keys: 0 }, 'keys is a number above 0'],
    ['both', { limit: 1, limiter: new RateLimiterMemory({ points: 1, duration: 1 }) }, 'instead of limit'],
    ['a limiter that is none', { limiter: {} as Limiter }, 'a limiter has points'],
  ])('refuses %s at once', (_, options, message) => {
    expect(() => rateLimit(options)).toThrow(TypeError)
    expect(() => rateLimit(options)).toThrow(message)
  })
})

function limiterTests(make: (options: { points: number; duration: number }) => RateLimiterAbstract): void {
  it('counts, refuses, and says when to come again', async () => {
    const app = appWith({ limiter: make({ points: 2, duration: 20 }) })
    expect(await outcome(app)).toBe('200 "default";r=1;t=20')
    expect(await outcome(app)).toMatch(/^200 "default";r=0;t=(?:19|20)$/)
    expect(await outcome(app)).toMatch(/^429 "default";r=0;t=(?:19|20) after (?:19|20)$/)
    expect(await outcome(app, from('192.0.2.2'))).toBe('200 "default";r=1;t=20')
  })

  it('lets no more pass when all come at once', async () => {
    const app = appWith({ limiter: make({ points: 10, duration: 20 }) })
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcome(app)))
    expect(outcomes.filter((each) => each.startsWith('200'))).toHaveLength(10)
  })

  it('gives back what does not count', async () => {
    const app = appWith({ limiter: make({ points: 2, duration: 20 }), counts: (status) => status === 401 }, ({ path }) =>
      text('done', path === '/wrong' ? { status: 401, headers: { 'www-authenticate': 'Basic' } } : {}),
    )
    const ask = async (path: string): Promise<string> => {
      const work: Promise<void>[] = []
      const result = await outcome(app, contextFor('POST', path, { waitUntil: (promise) => work.push(promise) }))
      await Promise.all(work)
      return result
    }
    for (let count = 0; count < 5; count++) expect(await ask('/')).toMatch(/^200/)
    expect([await ask('/wrong'), await ask('/wrong'), await ask('/wrong')].map((each) => each.slice(0, 3))).toEqual(['401', '401', '429'])
  })
}

describe('rateLimit with a limiter in memory', () => {
  limiterTests((options) => new RateLimiterMemory(options))
})

requireBinaries('redis-server')('rateLimit with Redis', () => {
  let server: RedisServer
  let redis: ReturnType<typeof createClient>
  let ioredis: Redis
  let prefix = 0
  beforeAll(async () => {
    server = await startRedis()
    redis = createClient({ socket: { path: server.path, tls: false } })
    await redis.connect()
    ioredis = new Redis({ path: server.path })
  })
  afterAll(async () => {
    await redis.close()
    ioredis.disconnect()
    await server.stop()
  })

  describe('by the client redis', () => {
    limiterTests(
      (options) => new RateLimiterRedis({ ...options, storeClient: redis, useRedisPackage: true, keyPrefix: `redis ${prefix++}` }),
    )
  })

  describe('by the client ioredis', () => {
    limiterTests((options) => new RateLimiterRedis({ ...options, storeClient: ioredis, keyPrefix: `ioredis ${prefix++}` }))
  })
})

describe('a limiter whose store fails', () => {
  const broken = (consume: () => Promise<never>): Limiter => ({ points: 1, duration: 1, consume, reward: consume })

  test.each([
    ['fails', broken(() => Promise.reject(new Error('Redis is gone'))), 'Redis is gone'],
    ['does not answer', broken(() => new Promise(() => {})), 'limit: the store did not answer within 20 ms'],
  ])('and %s lets requests pass, or does not', async (_, limiter, message) => {
    const lines: string[] = []
    const allowing = appWith({ limiter, storeTimeout: 20 })
    for (let count = 0; count < 3; count++)
      expect(await outcome(allowing, from('192.0.2.1', { log: (line) => lines.push(line) }))).toBe('200 null')
    expect(lines).toEqual([expect.stringContaining(message)])
    const refusing = appWith({ limiter, storeTimeout: 20, onStoreError: 'refuse' })
    await expect(Promise.resolve(refusing(from('192.0.2.1')))).rejects.toMatchObject({ status: 503, code: 'ERR_RATE_STORE', expose: false })
  })
})

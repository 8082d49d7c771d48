import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { sessionStoreConformance } from '@gangway/conformance'
import { startRedis, type RedisServer } from '../../../test/src/redis.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import type { Ioredis } from './redis-client.ts'
import { redisStore } from './redis-store.ts'

// What another process runs to open the same store.
function moduleThatOpens(library: string, client: string): string {
  return `data:text/javascript,${encodeURIComponent(`
import * as library from '${import.meta.resolve(library)}'
import { redisStore } from '${new URL('redis-store.ts', import.meta.url).href}'
export const openStore = async (path) => redisStore(${client})`)}`
}

const withRedis = 'await library.createClient({ socket: { path } }).connect()'
const withIoredis = 'new library.default.Redis({ path })'

requireBinaries('redis-server')('redisStore', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.stop())

  describe('with redis', () => {
    sessionStoreConformance('redisStore', async () => {
      const client = await createClient({ socket: { path: server.path, tls: false } }).connect()
      const elsewhere = { module: moduleThatOpens('redis', withRedis), argument: server.path }
      return { store: redisStore(client), elsewhere, close: () => client.close() }
    })
  })

  describe('with ioredis', () => {
    sessionStoreConformance('redisStore', () => {
      const client = new Redis({ path: server.path })
      const elsewhere = { module: moduleThatOpens('ioredis', withIoredis), argument: server.path }
      return { store: redisStore(client, { prefix: 'other:' }), elsewhere, close: () => client.disconnect() }
    })
  })

  describe('by itself', () => {
    const expiresAt = Date.now() + 60_000
    let client: Redis
    beforeAll(() => {
      client = new Redis({ path: server.path })
    })
    afterAll(() => client.disconnect())

    it('has each session and each user in a slot of a cluster of its own', async () => {
      await client.flushall()
      await redisStore(client).create('an-id', { data: 'x', owner: 'ann {b}', expiresAt })
      expect((await client.keys('*')).toSorted()).toEqual(['session:owner:{ann%20%7Bb%7D}', 'session:{an-id}'])
    })

    it('lets Redis forget what has expired, the list of a user too', async () => {
      await client.flushall()
      await redisStore(client).create('a', { data: 'x', owner: 'ann', expiresAt: Date.now() + 200 })
      expect(await client.pttl('session:{a}')).toBeGreaterThan(0)
      await new Promise((resolve) => setTimeout(resolve, 250))
      expect(await client.keys('*')).toEqual([])
    })

    it('does not keep the ids of expired sessions in the list of a user', async () => {
      await client.flushall()
      const store = redisStore(client)
      await store.create('a', { data: 'x', owner: 'ann', expiresAt: Date.now() + 100 })
      await new Promise((resolve) => setTimeout(resolve, 1300))
      await store.create('b', { data: 'x', owner: 'ann', expiresAt })
      expect(await client.zrange('session:owner:{ann}', '0', '-1')).toEqual(['b'])
    })

    it('keeps a session in the list of its new user when that is read while it is saved', async () => {
      await client.flushall()
      const store = redisStore(client)
      await store.create('a', { data: 'x', owner: 'bob', expiresAt })
      const seen: unknown[] = []
      const racing: Ioredis = {
        eval: (script, count, ...rest) => client.eval(script, count, ...rest),
        async evalsha(hash, count, ...rest) {
          const isSave = rest.length === 5
          if (isSave) seen.push(await store.listByOwner('ann'))
          return await client.evalsha(hash, count, ...rest)
        },
      }
      expect(await redisStore(racing).save('a', { data: 'y', owner: 'ann', expiresAt }, 1)).toBe('ok')
      expect(seen).toEqual([[]])
      expect(await store.listByOwner('ann')).toMatchObject([{ id: 'a', data: 'y' }])
      expect(await client.exists('session:owner:{bob}')).toBe(0)
    })

    it('takes ids out of the list that are not in the store', async () => {
      await client.flushall()
      const store = redisStore(client)
      await store.create('a', { data: 'x', owner: 'ann', expiresAt })
      await client.del('session:{a}')
      expect(await store.listByOwner('ann')).toEqual([])
      expect(await client.exists('session:owner:{ann}')).toBe(0)
    })

    it('goes on when the server has forgotten the scripts', async () => {
      const store = redisStore(client)
      await store.create('again', { data: 'x', owner: null, expiresAt })
      await client.script('FLUSH')
      expect(await store.load('again')).toMatchObject({ data: 'x', version: 1 })
    })

    it('rejects when the server has something else under the key', async () => {
      await client.set('session:{odd}', 'text')
      await expect(redisStore(client).load('odd')).rejects.toThrow('WRONGTYPE')
    })
  })

  it('rejects when the server cannot be reached', async () => {
    const client = new Redis({ path: '/nowhere.sock', lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
    client.on('error', () => {
      // the call is told
    })
    await expect(redisStore(client).load('a')).rejects.toThrow(Error)
  })
})

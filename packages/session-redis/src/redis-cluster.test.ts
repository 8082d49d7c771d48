import { Cluster } from 'ioredis'
import { createCluster } from 'redis'
import { sessionStoreConformance } from '@gangway/conformance'
import { startRedisCluster, type RedisCluster } from '../../../test/src/redis-cluster.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { redisStore } from './redis-store.ts'

requireBinaries('redis-server', 'redis-cli')('redisStore in a cluster', () => {
  let servers: RedisCluster
  beforeAll(async () => {
    servers = await startRedisCluster()
  })
  afterAll(() => servers.stop())

  describe('with redis', () => {
    sessionStoreConformance(
      'redisStore',
      async () => {
        const rootNodes = servers.ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }))
        const cluster = createCluster({ rootNodes })
        await cluster.connect()
        return { store: redisStore(cluster), close: () => cluster.close() }
      },
      { processes: false },
    )
  })

  describe('with ioredis', () => {
    sessionStoreConformance(
      'redisStore',
      () => {
        const cluster = new Cluster(servers.ports.map((port) => ({ host: '127.0.0.1', port })))
        return { store: redisStore(cluster, { prefix: 'other:' }), close: () => cluster.disconnect() }
      },
      { processes: false },
    )
  })
})

export { redisStore, type RedisStoreOptions } from './redis-store.ts'
export type { Ioredis, NodeRedis, RedisClient } from './redis-client.ts'

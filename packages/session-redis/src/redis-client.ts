import { createHash } from 'node:crypto'

/** What is used of a client or cluster of the package redis. */
export interface NodeRedis {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  evalSha(hash: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
}

/** What is used of a client or cluster of the package ioredis. */
export interface Ioredis {
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
  evalsha(hash: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
}

export type RedisClient = NodeRedis | Ioredis

/** A Lua script that the server runs as one operation on one key. */
export type Run = (key: string, ...parameters: (string | number)[]) => Promise<unknown>

/** Makes scripts for a client: they are sent by their hash, and as text only to a server that does not know them. */
export function scriptsFor(client: RedisClient): (script: string) => Run {
  return (script) => {
    const hash = createHash('sha1').update(script).digest('hex')
    return async (key, ...parameters) => {
      const texts = parameters.map(String)
      try {
        return await ('evalsha' in client
          ? client.evalsha(hash, 1, key, ...texts)
          : client.evalSha(hash, { keys: [key], arguments: texts }))
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
        return await ('evalsha' in client ? client.eval(script, 1, key, ...texts) : client.eval(script, { keys: [key], arguments: texts }))
      }
    }
  }
}

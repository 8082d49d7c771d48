import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { PostgresServer } from '../../../test/src/postgres.ts'

/** Makes a database on a server and returns its URL. */
export async function newDatabase(server: PostgresServer, name: string): Promise<string> {
  const client = await connected(server)
  await client.query(`create database ${name}`)
  await client.end()
  return `postgres://${server.user}@localhost/${name}?host=${encodeURIComponent(server.host)}&port=${server.port}`
}

// A server whose socket is there may still be starting up.
async function connected(server: PostgresServer): Promise<Client> {
  for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
    const client = new Client({ host: server.host, port: server.port, user: server.user, database: server.database })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end()
      const isStarting = error instanceof Error && 'code' in error && error.code === '57P03'
      if (!isStarting || Date.now() > deadline) throw error
    }
  }
}

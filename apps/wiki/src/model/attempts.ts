import type { AttemptStore } from '@gangway/auth'
import type { Database } from './database.ts'

/** Counts tries to log in for all processes together, and for CGI programs, which remember nothing. */
export function storedAttempts({ query }: Pick<Database, 'query'>): AttemptStore {
  return {
    async begin(given, limit, seconds) {
      const key = storable(given)
      const now = new Date().toISOString()
      const until = new Date(Date.now() + seconds * 1000).toISOString()
      const counted = await query
        .insertInto('attempts')
        .values({ key, count: 1, until })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet((update) => ({
              count: update
                .case()
                .when('attempts.until', '>', now)
                .then(update('attempts.count', '+', 1))
                .else(1)
                .end(),
              until,
            }))
            .where((where) => where.or([where('attempts.until', '<=', now), where('attempts.count', '<', limit)])),
        )
        .returning('count')
        .executeTakeFirst()
      return counted ? 0 : secondsUntil(await lockedUntil(query, key))
    },
    async clear(given) {
      const key = storable(given)
      const now = new Date().toISOString()
      await query
        .deleteFrom('attempts')
        .where((where) => where.or([where('key', '=', key), where('until', '<', now)]))
        .execute()
    },
  }
}

// PostgreSQL takes no NUL.
function storable(key: string): string {
  return key.replaceAll('\0', '\ufffd')
}

async function lockedUntil(query: Database['query'], key: string): Promise<string | undefined> {
  return (await query.selectFrom('attempts').select('until').where('key', '=', key).executeTakeFirst())?.until
}

function secondsUntil(time: string | undefined): number {
  return Math.max(1, Math.ceil((Date.parse(time ?? '') - Date.now()) / 1000) || 1)
}

import type { SessionStore } from '@gangway/session'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Sessions on the connection of the wiki, so that none is written within a transaction of the wiki, and undone with it. */
export function inTurn(query: Kysely<Tables>, store: SessionStore): SessionStore {
  const turn = <Result>(operation: () => Result | PromiseLike<Result>): Promise<Result> =>
    query.connection().execute(async () => operation())
  return {
    create: (id, record) => turn(() => store.create(id, record)),
    load: (id) => turn(() => store.load(id)),
    save: (id, record, ifVersion) => turn(() => store.save(id, record, ifVersion)),
    touch: (id, expiresAt) => turn(() => store.touch(id, expiresAt)),
    remove: (id, ifVersion) => turn(() => store.remove(id, ifVersion)),
    listByOwner: (owner) => turn(() => store.listByOwner(owner)),
    removeByOwner: (owner, exceptId) => turn(() => store.removeByOwner(owner, exceptId)),
    sweep: (now, limit) => turn(() => store.sweep(now, limit)),
  }
}

import type { Database } from './database.ts'
import type { Reader } from './pages.ts'

/** One text that a page had. */
export interface Revision extends RevisionInList {
  readonly text: string
}

/** What the history shows of a revision. */
export interface RevisionInList {
  readonly number: number
  /** What its editor said about it. */
  readonly comment: string
  /** ISO 8601, UTC. */
  readonly savedAt: string
  /** The editor's name; `null` when there is no such account. */
  readonly savedBy: string | null
}

/** A revision with its page. */
export interface Change extends RevisionInList {
  readonly title: string
}

/** One revision of a page. */
export async function findRevision({ query }: Pick<Database, 'query'>, page: number, number: number): Promise<Revision | undefined> {
  return query
    .selectFrom('revisions')
    .leftJoin('users', 'users.id', 'revisions.saved_by')
    .where('page', '=', page)
    .where('number', '=', number)
    .select(['number', 'text', 'comment', 'saved_at as savedAt', 'users.name as savedBy'])
    .executeTakeFirst()
}

/** The revisions of a page, newest first, from below a number. */
export async function listRevisions(
  { query }: Pick<Database, 'query'>,
  page: number,
  { below, limit }: { below: number; limit: number },
): Promise<RevisionInList[]> {
  return query
    .selectFrom('revisions')
    .leftJoin('users', 'users.id', 'revisions.saved_by')
    .where('page', '=', page)
    .where('number', '<', below)
    .select(['number', 'comment', 'saved_at as savedAt', 'users.name as savedBy'])
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
}

/** The last changes of all pages that the reader may read, newest first, from before a time. */
export async function recentChanges(
  { query }: Pick<Database, 'query'>,
  { rank, readRank }: Reader,
  { before = '9999', limit }: { before?: string | undefined; limit: number },
): Promise<Change[]> {
  return query
    .selectFrom('revisions')
    .innerJoin('pages', 'pages.id', 'revisions.page')
    .leftJoin('users', 'users.id', 'revisions.saved_by')
    .where('deleted_at', 'is', null)
    .where((where) => where(where.fn.coalesce('read_rank', where.val(readRank)), '<=', rank))
    .where('revisions.saved_at', '<', before)
    .select(['title', 'number', 'comment', 'revisions.saved_at as savedAt', 'users.name as savedBy'])
    .orderBy('revisions.saved_at', 'desc')
    .orderBy('pages.id')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
}

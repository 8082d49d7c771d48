import type { Database } from './database.ts'

/** A file that belongs to a page. */
export interface Attachment {
  readonly id: number
  /** As it is shown and linked to; no path. */
  readonly name: string
  /** The name of its file in the folder of attachments. */
  readonly file: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  /** ISO 8601, UTC. */
  readonly addedAt: string
  /** The name of the account that added it. */
  readonly addedBy: string | null
}

/** The files of a page by name. */
export async function listAttachments({ query }: Pick<Database, 'query'>, page: number): Promise<Attachment[]> {
  return attachmentsOf(query, page).orderBy('attachments.name').execute()
}

/** The file of a page with this name. */
export async function findAttachment({ query }: Pick<Database, 'query'>, page: number, name: string): Promise<Attachment | undefined> {
  // No file is called so, and PostgreSQL takes no NUL.
  if (name.includes('\0')) return undefined
  return attachmentsOf(query, page).where('attachments.name', '=', name).executeTakeFirst()
}

/** Adds a stored file to a page, under the next free name where the page has one of this name, and returns the name. */
export async function addAttachment(
  { query }: Pick<Database, 'query'>,
  page: number,
  file: Pick<Attachment, 'name' | 'file' | 'mediaType' | 'size'> & { addedBy: number | null },
): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? file.name : numberedName(file.name, count)
    const row = await query
      .insertInto('attachments')
      .values({
        page,
        name,
        file: file.file,
        media_type: file.mediaType,
        size: file.size,
        added_at: new Date().toISOString(),
        added_by: file.addedBy,
      })
      .onConflict((conflict) => conflict.columns(['page', 'name']).doNothing())
      .returning('name')
      .executeTakeFirst()
    if (row) return row.name
  }
}

/** Takes a file off its page. */
export async function removeAttachment({ query }: Pick<Database, 'query'>, id: number): Promise<void> {
  await query.deleteFrom('attachments').where('id', '=', id).execute()
}

function attachmentsOf(query: Database['query'], page: number) {
  return query
    .selectFrom('attachments')
    .leftJoin('users', 'users.id', 'attachments.added_by')
    .where('page', '=', page)
    .select([
      'attachments.id',
      'attachments.name',
      'file',
      'media_type as mediaType',
      'size',
      'added_at as addedAt',
      'users.name as addedBy',
    ])
}

function numberedName(name: string, count: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)}-${count}${name.slice(dot)}` : `${name}-${count}`
}

import type { Database } from './database.ts'
import { rankFrom, ranks, roleOf, type Rank, type Role } from './rank.ts'

/** What an administrator decides for the whole wiki. */
export interface Settings {
  /** What the wiki is called. */
  name: string
  /** Who reads pages that do not say. */
  readRank: Rank
  /** Who changes pages that do not say. */
  editRank: Rank
  /** Whether visitors may make themselves an account. */
  registration: boolean
  /** What such an account may. */
  newcomer: Role
}

/** Those of a new wiki. */
export const firstSettings: Settings = {
  name: 'Gangway Wiki',
  readRank: ranks.everybody,
  editRank: ranks.editor,
  registration: true,
  newcomer: 'reader',
}

/** The settings as they are now. */
export async function readSettings({ query }: Pick<Database, 'query'>): Promise<Settings> {
  const rows = await query.selectFrom('settings').selectAll().execute()
  const stored = new Map(rows.map(({ name, value }) => [name, value]))
  return {
    name: stored.get('name') ?? firstSettings.name,
    readRank: rankFrom(stored.get('readRank') ?? '') ?? firstSettings.readRank,
    editRank: rankFrom(stored.get('editRank') ?? '') ?? firstSettings.editRank,
    registration: (stored.get('registration') ?? String(firstSettings.registration)) === 'true',
    newcomer: roleOf(stored.get('newcomer') ?? '') ?? firstSettings.newcomer,
  }
}

/** Replaces the settings. */
export async function saveSettings({ query }: Pick<Database, 'query'>, settings: Settings): Promise<void> {
  const values = Object.entries(settings).map(([name, value]) => ({ name, value: String(value) }))
  await query
    .insertInto('settings')
    .values(values)
    .onConflict((conflict) => conflict.column('name').doUpdateSet((excluded) => ({ value: excluded.ref('excluded.value') })))
    .execute()
}

/** Whether the wiki has been begun. */
export async function isFounded({ query }: Pick<Database, 'query'>): Promise<boolean> {
  return (await query.selectFrom('settings').select('name').where('name', '=', 'secret').executeTakeFirst()) !== undefined
}

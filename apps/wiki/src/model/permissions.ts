import type { Database } from './database.ts'
import type { Page } from './pages.ts'
import { ranks, type Rank } from './rank.ts'
import type { Settings } from './settings.ts'

/** Whether a visitor of this rank may read a page. */
export function mayRead(rank: Rank, page: Pick<Page, 'readRank'> | undefined, settings: Settings): boolean {
  return rank >= (page?.readRank ?? settings.readRank)
}

/** Whether a visitor of this rank may change a page, or make one where there is none; who may not read it may not change it. */
export function mayEdit(rank: Rank, page: Pick<Page, 'readRank' | 'editRank'> | undefined, settings: Settings): boolean {
  return mayRead(rank, page, settings) && rank >= (page?.editRank ?? settings.editRank)
}

/** Whether a visitor of this rank may decide who reads and changes pages. */
export function mayAdminister(rank: Rank): boolean {
  return rank >= ranks.admin
}

/** Replaces who may read and change a page. */
export async function setPermissions(
  { query }: Pick<Database, 'query'>,
  page: Pick<Page, 'id'>,
  { readRank, editRank }: Pick<Page, 'readRank' | 'editRank'>,
): Promise<void> {
  await query.updateTable('pages').set({ read_rank: readRank, edit_rank: editRank }).where('id', '=', page.id).execute()
}

import type { Rank } from '../model/rank.ts'
import type { RankChoice } from './views.ts'

const names: Readonly<Record<Rank, string>> = {
  0: 'everybody',
  1: 'everybody with an account',
  2: 'editors',
  3: 'administrators',
}

/** Whom a visitor may choose from. */
export const rankChoices: readonly RankChoice[] = Object.entries(names).map(([value, name]) => ({ value, name }))

/** Those of this rank and above, in words. */
export function nameOfRank(rank: Rank): string {
  return names[rank]
}

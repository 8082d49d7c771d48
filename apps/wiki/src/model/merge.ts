import { diff3Merge } from 'node-diff3'

/** Two texts that were made of one, brought together. */
export interface Merged {
  readonly text: string
  /** Places where both changed the same lines; both versions stand there, between marks. */
  readonly conflicts: number
}

/** What stands in the text where both changed it. */
export const conflictMarks = { theirs: '<<<<<<< Saved by somebody else', between: '=======', yours: '>>>>>>> Yours' } as const

/** Pairs of equal lines up to which lines are matched: what the algorithm takes longer for is one conflict. */
const mostPairs = 1_000_000

/** Brings two texts together that were both made of `base`; where only one of them changed a line, that one counts. */
export function mergeTexts(theirs: string, base: string, yours: string): Merged {
  const [a, o, b] = [theirs, base, yours].map((text) => text.split('\n'))
  if (!a || !o || !b || pairs(a, o) + pairs(b, o) > mostPairs) return { text: marked([theirs], [yours]), conflicts: 1 }
  const regions = diff3Merge(a, o, b, { excludeFalseConflicts: true })
  const lines = regions.map(({ ok, conflict }) => (conflict ? marked(conflict.a, conflict.b) : (ok ?? []).join('\n')))
  return { text: lines.join('\n'), conflicts: regions.filter(({ conflict }) => conflict).length }
}

function marked(theirs: readonly string[], yours: readonly string[]): string {
  return [conflictMarks.theirs, ...theirs, conflictMarks.between, ...yours, conflictMarks.yours].join('\n')
}

function pairs(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1)
  return b.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0)
}

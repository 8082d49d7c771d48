/** UTF-16 code units that an editor may say about a change. */
export const longestComment = 200

/** A comment as it is stored: one line. */
export function normaliseComment(comment: string): string {
  return comment
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longestComment)
}

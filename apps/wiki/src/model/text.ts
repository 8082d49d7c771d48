/** UTF-16 code units a page may have: percent-encoded in a form, that many of any script stay below 1 MiB. */
export const longestText = 100_000

/** A text as it is stored: lines end with LF, where forms send CRLF. */
export function normaliseText(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** Why this cannot be the text of a page, in words for the visitor; `undefined` when it can. */
export function problemWithText(text: string): string | undefined {
  if (text.length > longestText) return `A page has at most ${longestText} characters, this one has ${text.length}.`
  if (!text.isWellFormed() || text.includes('\0')) return 'A page is text: it has no NUL and no half characters.'
  return undefined
}

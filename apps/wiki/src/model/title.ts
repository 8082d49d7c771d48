/** The page that is shown first. */
export const frontPage = 'Welcome aboard'

/** UTF-16 code units a title may have. */
export const longestTitle = 200

/** One title in the one spelling it is stored and looked up in: composed (NFC), each run of white space one space, none around it. */
export function normaliseTitle(title: string): string {
  return title.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** Why no page can have this title, in words for the visitor; `undefined` when one can. */
export function problemWithTitle(title: string): string | undefined {
  if (title === '') return 'A page needs a title.'
  if (title.length > longestTitle) return `A title has at most ${longestTitle} characters, this one has ${title.length}.`
  if (!title.isWellFormed() || /\p{Cc}/u.test(title)) return 'A title has no control characters.'
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(title)) return 'A title has at least one visible character.'
  return undefined
}

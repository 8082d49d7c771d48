/** Characters that a password has at least. */
export const shortestPassword = 10

/** Why this cannot be somebody's password, in words for the visitor; `undefined` when it can. */
export function problemWithPassword(password: string, again: string, name: string): string | undefined {
  if (Array.from(password).length < shortestPassword) return `A password has at least ${shortestPassword} characters.`
  if (password.length > 1000) return 'A password has at most 1000 characters.'
  if (password !== again) return 'The two passwords are not the same.'
  if (password.toLowerCase().includes(name.toLowerCase())) return 'A password does not contain the name.'
  return undefined
}

/** What the keys of flashes begin with. */
export const flashMark = '~'

/**
 * A key of the application's.
 * @throws {TypeError} when it is no text, or could be that of a flash.
 */
export function checkKey(key: string): string {
  if (typeof key !== 'string' || key.startsWith(flashMark))
    throw new TypeError(`session: a key is a text that does not begin with ${flashMark}`)
  return key
}

import { fileURLToPath } from 'node:url'

/** A folder or file of the wiki itself, by its path in it; the same from the sources and from what is built of them. */
export function placeOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Path of a file of the built wiki, `wiki.cgi.js` for example.
 * @throws Error when the wiki is not built.
 */
export function builtWiki(name: string): string {
  const path = fileURLToPath(new URL(`../../../apps/wiki/dist/${name}`, import.meta.url))
  if (!existsSync(path)) throw new Error('real-servers: the wiki is not built, run: npm run build')
  return path
}

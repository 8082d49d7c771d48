import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * File URL of a built package of this workspace, `@gangway/cgi` for example, for a program outside of it to import.
 * @throws Error when the package is not built.
 */
export function importing(name: string): string {
  const folder = name.replace(/^@gangway\//, '')
  const { href } = new URL(`../../packages/${folder}/dist/index.js`, import.meta.url)
  if (!existsSync(fileURLToPath(href))) throw new Error(`real-servers: ${name} is not built, run: pnpm build`)
  return href
}

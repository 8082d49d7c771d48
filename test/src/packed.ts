import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Packs every package of ours into a folder, as they would be published, and returns the tarballs' paths.
 * @throws Error when one is not built.
 */
export function packAll(folder: string): string[] {
  for (const name of readdirSync(join(root, 'packages')))
    if (!existsSync(join(root, 'packages', name, 'dist/index.js'))) throw new Error(`real-servers: ${name} is not built; npm run build`)
  execFileSync('pnpm', ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder], { cwd: root, stdio: 'pipe' })
  return readdirSync(folder).map((name) => join(folder, name))
}

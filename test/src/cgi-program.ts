import { writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/**
 * Writes an ES module as an executable program for a web server to start, and returns its path.
 * The name has no dot or ends in `.mjs`, the names that Node takes for ES modules.
 */
export function cgiProgram(folder: string, name: string, source: string): string {
  if (!['', '.mjs'].includes(extname(name))) throw new TypeError(`real-servers: Node cannot run ${name} as an ES module`)
  const path = join(folder, name)
  writeFileSync(path, `#!${process.execPath}\n${source}`, { mode: 0o755 })
  return path
}

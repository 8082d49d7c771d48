import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startScript } from './start-script.ts'

/** Writes an ES module as a program for a web server to start, of any name, and returns its path. */
export function cgiProgram(folder: string, name: string, source: string): string {
  const module = join(folder, `${name}.module.mjs`)
  writeFileSync(module, source)
  return startScript(folder, name, [process.execPath, module])
}

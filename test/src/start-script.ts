import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a shell script that runs a command line with these variables, as a program for a server to start, and returns its path.
 * The program may have any name, and the command any characters in it, which a `#!` line may not.
 */
export function startScript(folder: string, name: string, command: readonly string[], variables: Record<string, string> = {}): string {
  const path = join(folder, name)
  const exported = Object.entries(variables).map(([variable, value]) => `export ${variable}=${quoted(value)}\n`)
  writeFileSync(path, `#!/bin/sh\n${exported.join('')}exec ${command.map(quoted).join(' ')} "$@"\n`, { mode: 0o755 })
  return path
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

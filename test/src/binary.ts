import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin', ...postgresFolders()]
const apacheModules = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/local/libexec/apache24']

/** Absolute path of a program, or of an Apache module when the name starts with `mod_`; `undefined` when it is not installed. */
export function findBinary(name: string): string | undefined {
  if (name.startsWith('mod_')) return apacheModules.map((folder) => join(folder, `${name}.so`)).find((file) => existsSync(file))
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/**
 * Absolute path of a program or Apache module.
 * @throws Error when it is not installed.
 */
export function binary(name: string): string {
  const found = findBinary(name)
  if (!found) throw new Error(`real-servers: ${name} is not installed`)
  return found
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // accessSync has no other way to say no
  }
}

// Debian keeps PostgreSQL's own programs out of PATH, in a folder for each version.
function postgresFolders(): string[] {
  const parent = '/usr/lib/postgresql'
  if (!existsSync(parent)) return []
  return readdirSync(parent).map((version) => join(parent, version, 'bin'))
}

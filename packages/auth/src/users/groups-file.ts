import { WatchedFile, type ReloadOptions } from './watched-file.ts'

/** The groups of each user. */
export type Groups = ReadonlyMap<string, readonly string[]>

/** A file of Apache's `AuthGroupFile`: lines such as `admin: ann bob`. */
export function groupsFile(file: string, options: ReloadOptions): WatchedFile<Groups> {
  return new WatchedFile(file, groupsOf, options)
}

/**
 * Who is in which groups.
 * @throws {SyntaxError} when a line has no colon.
 */
export function groupsOf(text: string): Groups {
  const groups = new Map<string, string[]>()
  text.split(/\r\n|[\n\r]/).forEach((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) return
    const [, group, members] = /^([^:]+):(.*)$/.exec(line) ?? []
    if (group === undefined || members === undefined) throw new SyntaxError(`line ${index + 1} has not the form group: user user`)
    for (const name of members.split(/\s+/).filter(Boolean)) addTo(groups, name.normalize('NFC'), group.trim())
  })
  return groups
}

function addTo(groups: Map<string, string[]>, name: string, group: string): void {
  const before = groups.get(name) ?? []
  if (!before.includes(group)) groups.set(name, [...before, group])
}

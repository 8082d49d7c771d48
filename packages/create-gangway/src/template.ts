import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The text of each file, by its path inside the project. */
export type Files = Map<string, string>

// Files that mean something to npm have other names in a package.
const renamed: Record<string, string> = { _changeset: '.changeset', _gitignore: '.gitignore', _license: 'LICENSE' }

/** The files of a template with these words replaced. */
export function filesOf(template: string, words: Record<string, string>): Files {
  const folder = fileURLToPath(new URL(`../template/${template}/`, import.meta.url))
  return new Map(
    pathsIn(folder).map((path) => {
      const [first = '', ...rest] = relative(folder, path).split(sep)
      return [[renamed[first] ?? first, ...rest].join('/'), replaced(readFileSync(path, 'utf8'), words)]
    }),
  )
}

// Yarn's Plug'n'Play knows `readdir` without `recursive` only.
function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? pathsIn(path) : [path]
  })
}

/** A text with each word of these replaced by its value. */
export function replaced(text: string, words: Record<string, string>): string {
  const pattern = new RegExp(Object.keys(words).join('|'), 'g')
  return text.replaceAll(pattern, (word) => words[word] ?? word)
}

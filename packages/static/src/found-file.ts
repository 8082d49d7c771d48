import { promises, type Stats } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import type { RequestedPath } from './requested-path.ts'
import type { Settings } from './options.ts'

/** A file that may be served. */
export interface FoundFile {
  /** Below the folder of the options, links unresolved: by this name a front server knows it. */
  readonly path: string
  /** Where it really is. */
  readonly realPath: string
  readonly size: number
  readonly modified: Date
}

/** The file for a path; `'folder'` when it needs a slash at its end; `undefined` when there is none that may be served. */
export async function findFile(requested: RequestedPath, settings: Settings): Promise<FoundFile | 'folder' | undefined> {
  const { index } = settings
  const path = join(settings.folder, ...requested.segments)
  if (requested.isFolder) return index === false ? undefined : fileAt(join(path, index), settings)
  const found = await statOf(path)
  if (!found?.isDirectory()) return found && fileAt(path, settings)
  return index !== false && (await fileAt(join(path, index), settings)) ? 'folder' : undefined
}

/** The file of this name, unless it is none, or the links to it lead where they must not. */
export async function fileAt(path: string, { folder, symlinks }: Settings): Promise<FoundFile | undefined> {
  const found = await statOf(path)
  if (!found?.isFile()) return undefined
  const described = { path, size: found.size, modified: found.mtime }
  if (symlinks === 'all') return { ...described, realPath: path }
  const [realFolder, realPath] = await Promise.all([realPathOf(folder), realPathOf(path)])
  if (realFolder === undefined || realPath === undefined) return undefined
  const within = relative(realFolder, realPath)
  const isInside = !isAbsolute(within) && within !== '..' && !within.startsWith(`..${sep}`)
  const isAllowed = symlinks === 'inside' ? isInside : within === relative(folder, path)
  return isAllowed ? { ...described, realPath } : undefined
}

async function statOf(path: string): Promise<Stats | undefined> {
  return promises.stat(path).catch(absent)
}

async function realPathOf(path: string): Promise<string | undefined> {
  return promises.realpath(path).catch(absent)
}

const absentCodes = new Set<unknown>(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'])

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && absentCodes.has(error.code)) return undefined
  throw error
}

import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PlanError } from './plan-error.ts'
import type { Files } from './template.ts'

/**
 * Writes files into a folder that is new or empty; a `.env` for its owner alone.
 * @throws {PlanError} when there is something in it: nothing is ever overwritten.
 */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  const found = await entriesOf(folder)
  if (found.length > 0)
    throw new PlanError(`${folder} is not empty: there is ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' and more' : ''}`)
  for (const [path, text] of files) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text, { flag: 'wx', mode: path === '.env' ? 0o600 : 0o666 })
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder)
    return entries.filter((name) => name !== '.git').toSorted()
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    if (isErrno(error, 'ENOTDIR')) throw new PlanError(`${folder} is a file, or lies in one`)
    throw error
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

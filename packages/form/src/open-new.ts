import type { nodeFiles } from './node-files.ts'
import { storageError } from './storage-error.ts'

type Files = NonNullable<ReturnType<typeof nodeFiles>>

/** An open file. */
export type Handle = Awaited<ReturnType<Files['open']>>

/**
 * Opens a file that is not there yet, for the owner only.
 * @throws {FormError} `ERR_FORM_STORAGE` when the disk is full.
 */
export async function openNew(files: Files, path: string): Promise<Handle> {
  try {
    return await files.open(path, 'wx+', 0o600)
  } catch (error) {
    throw storageError(error)
  }
}

import { join } from 'node:path'
import type { KeptFile } from './keep-file.ts'

/** The folder in which the bytes of attachments are. */
export interface FileStore {
  /**
   * Keeps a file, whole and on the disk, or not at all.
   * @throws what its source does, and the error of the disk.
   */
  keep(bytes: AsyncIterable<Uint8Array>): Promise<KeptFile>
  /** The path of a kept file. */
  pathOf(file: string): string
  remove(file: string): Promise<void>
}

/** The files in a folder, which is made with the first. */
export function fileStore(folder: string): FileStore {
  const pathOf = (file: string) => join(folder, file)
  return {
    pathOf,
    async keep(bytes) {
      const { keepFile } = await import('./keep-file.ts')
      return keepFile(folder, bytes)
    },
    async remove(file) {
      const { rm } = await import('node:fs/promises')
      await rm(pathOf(file), { force: true })
    },
  }
}

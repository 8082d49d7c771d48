import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { imageTypeOf, longestSignature } from './image-type.ts'

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

/** A file that is kept. */
export interface KeptFile {
  /** Its name in the folder. */
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** The type of an image that browsers show, by its first bytes; any other is just bytes. */
  readonly mediaType: string
}

/** The files in a folder, which is made with the first. */
export function fileStore(folder: string): FileStore {
  const pathOf = (file: string) => join(folder, file)
  return {
    pathOf,
    async keep(bytes) {
      await mkdir(folder, { recursive: true })
      const file = randomBytes(16).toString('hex')
      const unfinished = `${pathOf(file)}.unfinished`
      try {
        const written = await write(unfinished, bytes)
        await rename(unfinished, pathOf(file))
        await flushFolder(folder)
        return { file, ...written }
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },
    remove: (file) => rm(pathOf(file), { force: true }),
  }
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<Pick<KeptFile, 'size' | 'mediaType'>> {
  const handle = await open(path, 'wx', 0o640)
  try {
    let head = Buffer.alloc(0)
    for await (const chunk of bytes) {
      if (head.length < longestSignature) head = Buffer.concat([head, chunk.subarray(0, longestSignature)])
      await handle.writeFile(chunk)
    }
    await handle.sync()
    const { size } = await stat(path)
    return { size, mediaType: imageTypeOf(head) ?? 'application/octet-stream' }
  } finally {
    await handle.close()
  }
}

// Without this a power cut could take the file's name while the database keeps the row.
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

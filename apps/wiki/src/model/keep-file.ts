import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { imageTypeOf, longestSignature } from './image-type.ts'

/** A file that is kept. */
export interface KeptFile {
  /** Its name in the folder. */
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** The type of an image that browsers show, by its first bytes; any other is just bytes. */
  readonly mediaType: string
}

/** Writes a file under a name of its own, whole and on the disk, or not at all. */
export async function keepFile(folder: string, bytes: AsyncIterable<Uint8Array>): Promise<KeptFile> {
  await mkdir(folder, { recursive: true })
  const file = randomBytes(16).toString('hex')
  const path = join(folder, file)
  const unfinished = `${path}.unfinished`
  try {
    const written = await write(unfinished, bytes)
    await rename(unfinished, path)
    await flushFolder(folder)
    return { file, ...written }
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
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

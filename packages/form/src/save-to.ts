import { nodeFiles } from './node-files.ts'
import { openNew } from './open-new.ts'
import { writeAll } from './write-all.ts'

/** Writes a file's bytes to a new file, and gives their number; what is written is removed where it breaks off. */
export async function saveTo(chunks: AsyncIterable<Uint8Array>, path: string): Promise<number> {
  const files = nodeFiles()
  if (!files) throw new TypeError('form: saveTo() needs node:fs, which this runtime lacks')
  const file = await openNew(files, path)
  let written = 0
  try {
    try {
      for await (const chunk of chunks) {
        await writeAll(file, chunk)
        written += chunk.byteLength
      }
    } finally {
      await file.close()
    }
    return written
  } catch (error) {
    await files.rm(path, { force: true })
    throw error
  }
}

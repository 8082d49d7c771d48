import { Gathered } from './gathered.ts'
import { inMemory, type KeptContent } from './kept-content.ts'
import { TemporaryFile } from './temporary-file.ts'

/** Where files are kept while their request lasts. */
export interface Keeping {
  /** Bytes of a file up to which it stays in memory. */
  readonly spoolAbove: number
  readonly folder: string | undefined
}

/** Reads a file to its end and keeps it: in memory while it is small, on disk from there on. */
export async function keepContent(chunks: AsyncIterable<Uint8Array>, { spoolAbove, folder }: Keeping): Promise<KeptContent> {
  const held = new Gathered()
  let file: TemporaryFile | undefined
  try {
    for await (const chunk of chunks) {
      if (!file && held.length + chunk.byteLength > spoolAbove) {
        file = await TemporaryFile.create(folder)
        await file.write(held.bytes())
      }
      if (file) await file.write(chunk)
      else held.push(chunk)
    }
  } catch (error) {
    await file?.close()
    throw error
  }
  return file ?? inMemory(held.bytes())
}

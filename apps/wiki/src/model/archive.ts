import { strToU8, Unzip, UnzipInflate, Zip, ZipDeflate } from 'fflate'
import { fileOfPage, pageOfFile, pathOfPage, titleOfPath, type ArchivedPage } from './archived-page.ts'
import { longestText } from './text.ts'

/** What is wrong with an archive, in words for the visitor. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

/** Files an archive may have. */
export const mostFiles = 20_000

/** Bytes of a page's file, with room for the lines before the text. */
const largestFile = longestText * 3 + 4096

/** Bytes that the pages of an archive may have together. */
const largestArchive = 256 * 1_048_576

/** A zip of Markdown files, made as it is read. */
export async function* writeArchive(pages: AsyncIterable<ArchivedPage> | Iterable<ArchivedPage>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  for await (const page of pages) {
    const file = new ZipDeflate(pathOfPage(page.title), { level: 6 })
    zip.add(file)
    file.push(strToU8(fileOfPage(page)), true)
    yield* ready.splice(0)
  }
  zip.end()
  yield* ready.splice(0)
}

/**
 * The pages of a zip of Markdown files; other files in it are left out.
 * @throws {ArchiveError} when it is none, breaks off, or is larger than a wiki.
 */
export async function readArchive(bytes: AsyncIterable<Uint8Array>): Promise<ArchivedPage[]> {
  const files = new Map<string, { chunks: Uint8Array[]; whole: boolean }>()
  let total = 0
  const unzip = new Unzip((entry) => {
    if (files.size >= mostFiles) throw new ArchiveError(`An archive has at most ${mostFiles} files.`)
    const title = titleOfPath(entry.name)
    if (title === undefined) return
    const file = { chunks: new Array<Uint8Array>(), whole: false }
    let size = 0
    files.set(title, file)
    entry.ondata = (error, chunk, isLast) => {
      if (error) throw error
      size += chunk.length
      total += chunk.length
      if (size > largestFile) throw new ArchiveError(`The file ${entry.name} is larger than a page may be.`)
      if (total > largestArchive) throw new ArchiveError('The pages of this archive are too large together.')
      file.chunks.push(chunk)
      file.whole = isLast
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  await unpack(unzip, bytes)
  return [...files].map(([title, { chunks, whole }]) => {
    if (!whole) throw new ArchiveError('The archive breaks off.')
    return { title, ...pageOfFile(textOf(title, chunks)) }
  })
}

/** Bytes unpacked at once, so that no more than a thousand times as many appear before they are counted. */
const step = 16_384

async function unpack(unzip: Unzip, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  let beginning = true
  for await (const chunk of bytes) {
    if (beginning && chunk.length > 1 && !(chunk[0] === 0x50 && chunk[1] === 0x4b)) throw new ArchiveError('This file is no zip archive.')
    beginning = false
    for (let start = 0; start < chunk.length; start += step) pushed(unzip, chunk.subarray(start, start + step))
  }
  if (beginning) throw new ArchiveError('This file is empty.')
  pushed(unzip, new Uint8Array(0), true)
}

function pushed(unzip: Unzip, chunk: Uint8Array, isLast = false): void {
  try {
    unzip.push(chunk, isLast)
  } catch (error) {
    if (error instanceof ArchiveError) throw error
    throw new ArchiveError(`The archive cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`, { cause: error })
  }
}

function textOf(title: string, chunks: readonly Uint8Array[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r\n?/g, '\n')
  } catch (cause) {
    throw new ArchiveError(`The file ${title}.md is not UTF-8.`, { cause })
  }
}

import type { Context } from '@gangway/gateway'
import { acceptedCodings, codings, type Coding } from './accept-encoding.ts'
import { fileAt, type FoundFile } from './found-file.ts'
import type { Settings } from './options.ts'

/** A file in one of its codings. */
export interface Variant {
  readonly file: FoundFile
  /** `undefined` for the file as it is. */
  readonly coding: Coding | undefined
}

/** The variant of a file that the client wants most, of those that are there and not older than it. */
export async function variantOf(original: FoundFile, { headers, can }: Context, settings: Settings): Promise<Variant> {
  // Not all front servers keep the Content-Encoding of a file that they are told to send; they have variants of their own.
  const offered = can.sendfile ? [] : settings.precompressed
  for (const coding of acceptedCodings(headers.get('accept-encoding'), offered)) {
    const file = await fileAt(original.path + (codings.get(coding) ?? ''), settings)
    if (file && file.modified >= original.modified) return { file, coding }
  }
  return { file: original, coding: undefined }
}

import { bytesOf, textOf } from './file-content.ts'
import type { KeptContent } from './kept-content.ts'
import type { FormFile } from './part.ts'
import { saveTo } from './save-to.ts'

/** A file of a form that was read whole; it can be read as often as one likes, until its request is over. */
export class UploadedFile implements FormFile {
  readonly kind = 'file'
  readonly name: string
  readonly fileName: string
  readonly sentFileName: string
  readonly type: string
  /** Bytes of it. */
  readonly size: number
  readonly #content: KeptContent

  constructor({ name, fileName, sentFileName, type }: Omit<FormFile, keyof AsyncIterable<Uint8Array>>, content: KeptContent) {
    this.name = name
    this.fileName = fileName
    this.sentFileName = sentFileName
    this.type = type
    this.size = content.size
    this.#content = content
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#content.chunks()[Symbol.asyncIterator]()
  }

  bytes(): Promise<Uint8Array> {
    return bytesOf(this)
  }

  text(): Promise<string> {
    return textOf(this)
  }

  saveTo(path: string): Promise<number> {
    return saveTo(this, path)
  }
}

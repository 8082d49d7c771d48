import type { Budget } from './budget.ts'
import { bytesOf, textOf } from './file-content.ts'
import type { FormFile } from './part.ts'
import type { PartSource } from './part-source.ts'
import { safeName } from './safe-name.ts'
import { saveTo } from './save-to.ts'

/** What a file is called and said to be. */
export interface FileHead {
  readonly name: string
  readonly sentFileName: string
  readonly type: string
}

/** A file while it arrives. */
export class StreamedFile implements FormFile {
  readonly kind = 'file'
  readonly name: string
  readonly fileName: string
  readonly sentFileName: string
  readonly type: string
  readonly #source: PartSource
  readonly #budget: Budget
  #first: Uint8Array | undefined
  #isBegun = false
  #isOver = false
  #bytes = 0

  /** `first` is what of it was read already. */
  constructor(head: FileHead, source: PartSource, budget: Budget, first?: Uint8Array) {
    this.name = head.name
    this.fileName = safeName(head.sentFileName)
    this.sentFileName = head.sentFileName
    this.type = head.type
    this.#source = source
    this.#budget = budget
    this.#first = first
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.#isBegun) throw new TypeError('form: a file that arrives is read once, and before the next part')
    this.#isBegun = true
    return {
      next: async () => {
        const value = await this.#next()
        return value ? { done: false, value } : { done: true, value }
      },
      // The form reads the rest away before its next part.
      return: async () => ({ done: true, value: undefined }),
    }
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

  /** Reads away what nobody has read; afterwards nobody can. */
  async finish(): Promise<void> {
    this.#isBegun = true
    while (await this.#next());
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#isOver) return undefined
    const bytes = this.#first ?? (await this.#read())
    this.#first = undefined
    if (!bytes) {
      this.#isOver = true
      return undefined
    }
    this.#bytes += bytes.byteLength
    this.#budget.checkFile(this.name, this.#bytes)
    return bytes
  }

  async #read(): Promise<Uint8Array | undefined> {
    const token = await this.#source.next()
    return token.kind === 'data' ? token.bytes : undefined
  }
}

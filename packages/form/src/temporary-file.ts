import { FormError } from './form-error.ts'
import { gone, type KeptContent } from './kept-content.ts'
import { nodeFiles, temporaryFolder } from './node-files.ts'
import { openNew, type Handle } from './open-new.ts'
import { writeAll } from './write-all.ts'

const chunkSize = 65_536

/** A file without a name: it ends with its handle, however the process ends. */
export class TemporaryFile implements KeptContent {
  readonly #handle: Handle
  #size = 0
  #isClosed = false

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /**
   * Makes one, for the owner only.
   * @throws {FormError} where the runtime has no files.
   */
  static async create(folder: string = temporaryFolder()): Promise<TemporaryFile> {
    const files = nodeFiles()
    if (!files) throw new FormError('ERR_FORM_TOO_LARGE', 'a file of this size can only be read part by part here')
    const path = `${folder}/gangway-form-${crypto.randomUUID()}`
    const handle = await openNew(files, path)
    try {
      await files.unlink(path)
    } catch (error) {
      await handle.close()
      throw error
    }
    return new TemporaryFile(handle)
  }

  get size(): number {
    return this.#size
  }

  async write(bytes: Uint8Array): Promise<void> {
    await writeAll(this.#handle, bytes)
    this.#size += bytes.byteLength
  }

  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let position = 0; position < this.#size;) {
      if (this.#isClosed) throw gone()
      const { bytesRead, buffer } = await this.#handle.read({
        buffer: new Uint8Array(Math.min(chunkSize, this.#size - position)),
        position,
      })
      if (bytesRead === 0) throw new Error('form: a temporary file is shorter than it was')
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#handle.close()
  }
}

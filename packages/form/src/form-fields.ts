import type { FormField } from './part.ts'
import type { UploadedFile } from './uploaded-file.ts'

/** What stands under a name of a form: a text or file, or all of them where there are several. */
export type FormValue = string | UploadedFile | (string | UploadedFile)[]

/** All fields and files of a form, in order. */
export class FormFields implements Iterable<FormField | UploadedFile> {
  readonly #entries: readonly (FormField | UploadedFile)[]

  constructor(entries: readonly (FormField | UploadedFile)[]) {
    this.#entries = entries
  }

  /** The first value of a field, or `undefined`. */
  get(name: string): string | undefined {
    return this.all(name)[0]
  }

  /** All values of a field. */
  all(name: string): string[] {
    return this.#under(name).flatMap((entry) => (entry.kind === 'field' ? [entry.value] : []))
  }

  /** The first file of a field, or `undefined`. */
  file(name: string): UploadedFile | undefined {
    return this.files(name)[0]
  }

  /** All files of a field; none where none was chosen. */
  files(name: string): UploadedFile[] {
    return this.#under(name).filter((entry) => entry.kind === 'file')
  }

  /** Whether there is a field or file of this name. */
  has(name: string): boolean {
    return this.#under(name).length > 0
  }

  /** All names, each once. */
  names(): string[] {
    return [...new Set(this.#entries.map(({ name }) => name))]
  }

  [Symbol.iterator](): Iterator<FormField | UploadedFile> {
    return this.#entries[Symbol.iterator]()
  }

  /**
   * An object without prototype. What stands under a name of `lists` is an array, also when it is empty; anything else is one only when it is
   * there more than once.
   */
  toObject(lists: readonly string[] = []): Record<string, FormValue> {
    // Object.create() says any; what it makes has no keys yet.
    const object = Object.create(null) as Record<string, FormValue>
    for (const name of lists) object[name] = []
    for (const entry of this.#entries) {
      const value = entry.kind === 'field' ? entry.value : entry
      const before = object[entry.name]
      if (before === undefined) object[entry.name] = value
      else if (Array.isArray(before)) before.push(value)
      else object[entry.name] = [before, value]
    }
    return object
  }

  #under(name: string): (FormField | UploadedFile)[] {
    return this.#entries.filter((entry) => entry.name === name)
  }
}

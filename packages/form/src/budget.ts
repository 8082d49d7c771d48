import { byteLength } from './byte-length.ts'
import { FormError } from './form-error.ts'
import type { Limits } from './form-limits.ts'

/** What of its limits a form has used up; each method throws a `FormError` once there is too much. */
export class Budget {
  readonly limits: Limits
  #body = 0
  #text = 0
  #fields = 0
  #files = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Bytes that came, or are announced. */
  takeBody(bytes: number): void {
    this.#body += bytes
    check(this.#body, this.limits.body, (limit) => `the body has more than ${limit} bytes`)
  }

  /** Bytes of a part's header, or outside of all parts. */
  checkHeader(bytes: number, what: string): void {
    check(bytes, this.limits.header, (limit) => `${what} has more than ${limit} bytes`)
  }

  /** The name of a field or a file; gives its bytes. */
  checkName(name: string): number {
    const bytes = byteLength(name)
    check(bytes, this.limits.name, (limit) => `the name of a field or file has more than ${limit} bytes`)
    return bytes
  }

  /** One more field. */
  takeField(name: string): void {
    check(++this.#fields, this.limits.fieldCount, (limit) => `there are more than ${limit} fields`)
    const bytes = this.checkName(name)
    this.takeText(bytes)
  }

  /** A field's value, so far. */
  checkField(name: string, bytes: number): void {
    check(bytes, this.limits.field, (limit) => `the field ${JSON.stringify(name)} has more than ${limit} bytes`)
  }

  /** Bytes of names and values. */
  takeText(bytes: number): void {
    this.#text += bytes
    check(this.#text, this.limits.text, (limit) => `the fields have more than ${limit} bytes`)
  }

  /** One more file. */
  takeFile(name: string): void {
    check(++this.#files, this.limits.fileCount, (limit) => `there are more than ${limit} files`)
    this.checkName(name)
  }

  /** A file's bytes, so far. */
  checkFile(name: string, bytes: number): void {
    check(bytes, this.limits.file, (limit) => `the file of ${JSON.stringify(name)} has more than ${limit} bytes`)
  }
}

function check(used: number, limit: number, message: (limit: number) => string): void {
  if (used > limit) throw new FormError('ERR_FORM_TOO_LARGE', message(limit))
}

import { charsetOf, type Charset } from './charset.ts'
import type { FormField } from './part.ts'

/** The field in which browsers say what a form is in (HTML "constructing the entry list"). */
export const charsetField = '_charset_'

/** The charset of a form while it is read: that which it was sent with, and from a field `_charset_` on the one named there. */
export class FormCharset implements Charset {
  #charset: Charset

  constructor(charset: Charset) {
    this.#charset = charset
  }

  decode(bytes: Uint8Array, what: () => string): string {
    return this.#charset.decode(bytes, what)
  }

  /** A field has come. */
  notice({ name, value }: FormField): void {
    if (name === charsetField && value !== '') this.#charset = charsetOf(value)
  }
}

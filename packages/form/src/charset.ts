import { FormError } from './form-error.ts'

/** What turns a form's bytes into text. */
export interface Charset {
  /**
   * The text of these bytes, a byte order mark included; `what` they are is only asked for an error.
   * @throws {FormError} `ERR_FORM_MALFORMED` when they are not of this charset.
   */
  decode(bytes: Uint8Array, what: () => string): string
}

/** The charset of a label, as browsers know it. */
export function charsetOf(label: string): Charset {
  const decoder = decoderFor(label)
  return {
    decode(bytes, what) {
      try {
        return decoder.decode(bytes)
      } catch {
        throw new FormError('ERR_FORM_MALFORMED', `${what()} is not valid ${decoder.encoding}`)
      }
    },
  }
}

/** What a form is in unless it says otherwise. */
export const utf8: Charset = charsetOf('utf-8')

// No form is submitted in UTF-16 (HTML "get an output encoding"), in which delimiters and digits are other bytes.
function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  try {
    const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true })
    if (!decoder.encoding.startsWith('utf-16')) return decoder
  } catch {
    // An unknown label is answered as UTF-16 is.
  }
  throw new FormError('ERR_FORM_TYPE', `the charset ${JSON.stringify(label.slice(0, 40))} is not read`)
}

/** A field of a form: text under a name. */
export interface FormField {
  readonly kind: 'field'
  /** The field's name. */
  readonly name: string
  readonly value: string
}

/** A file of a form. As it arrives it can be read once. */
export interface FormFile extends AsyncIterable<Uint8Array> {
  readonly kind: 'file'
  /** The name of the field. */
  readonly name: string
  /** A name for the file that can be shown, and stand in a folder on any system: one segment, without control characters; never empty. */
  readonly fileName: string
  /** The file's name as it was sent, paths and all. */
  readonly sentFileName: string
  /** The media type that the client claims, in lower case and without parameters; `application/octet-stream` where it claims none. */
  readonly type: string
  /** All bytes of it. */
  bytes(): Promise<Uint8Array>
  /** All of it as UTF-8 text. */
  text(): Promise<string>
  /**
   * Writes it to a new file, for the owner only, and gives the number of bytes; what is written is removed where it breaks off. On Node.
   * @throws {Error} of the system, `EEXIST` when the path is taken.
   */
  saveTo(path: string): Promise<number>
}

/** What a form is made of. */
export type FormPart = FormField | FormFile

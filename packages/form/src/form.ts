import type { FormFields } from './form-fields.ts'
import type { FormLimits } from './form-limits.ts'
import type { FormType } from './form-type.ts'
import type { FormPart } from './part.ts'
import type { StandardSchema } from './standard-schema.ts'
import type { Validated } from './validate.ts'

/** How this form is read, where it differs from others. */
export interface ReadOptions {
  /** Limits that replace those of the middleware, one by one. */
  limits?: FormLimits
}

/** The form of a request. It is read when it is asked for. */
export interface Form {
  /** The type of form that the request says it has, or `undefined`; a GET or HEAD has that of its query. */
  readonly type: FormType | undefined
  /**
   * All of it, read once: the same promise each time, and the options are those of the first call. Files beyond 64 KiB are kept on disk until
   * the request is over.
   * @throws {FormError} when the form is malformed, too large or none.
   */
  read(options?: ReadOptions): Promise<FormFields>
  /**
   * Reads it, and holds it against a schema of any library that keeps to Standard Schema. It gets an object with text and files; those that
   * `lists` names are arrays.
   * @throws {FormError} as `read` does.
   */
  validate<Output>(schema: StandardSchema<Output>, options?: ReadOptions & { lists?: readonly string[] }): Promise<Validated<Output>>
  /**
   * Fields and files as they arrive, once; after `read`, what was read. A file is to be read before the next part is asked for.
   * @throws {FormError} as `read` does, once it has come so far.
   */
  parts(options?: ReadOptions): AsyncIterableIterator<FormPart>
}

import { HttpError, type HttpErrorOptions } from '@gangway/gateway'

const statuses = {
  ERR_FORM_MALFORMED: 400,
  ERR_FORM_TOO_LARGE: 413,
  ERR_FORM_TYPE: 415,
  ERR_FORM_STORAGE: 507,
} as const

/** The stable codes of a `FormError`. */
export type FormErrorCode = keyof typeof statuses

/** A form that cannot be taken: malformed (400), beyond a limit (413), of a type or coding that is not read (415), or no room to keep it (507). */
export class FormError extends HttpError {
  override readonly name: string = 'FormError'
  /** What went wrong; it stays the same over versions, unlike the message. */
  readonly code: FormErrorCode

  constructor(code: FormErrorCode, message: string, options: HttpErrorOptions = {}) {
    super(statuses[code], `form: ${message}`, { expose: true, ...options })
    this.code = code
  }
}

import { extend, type Middleware } from '@gangway/gateway'
import { limitsFrom, type FormLimits } from './form-limits.ts'
import type { Form } from './form.ts'
import { RequestForm } from './request-form.ts'

/** Options of `form`. */
export interface FormOptions {
  /** How much of a form is taken. */
  limits?: FormLimits
  /** Bytes of a file up to which `read` keeps it in memory instead of on disk. Default: `65536`. */
  spoolAbove?: number
  /** The folder for what is kept on disk. Default: the system's folder for temporary files. */
  folder?: string
}

/**
 * Puts the request's form on the context; nothing is read before it is asked for.
 * @throws {TypeError} when an option is wrong.
 */
export function form(options: FormOptions = {}): Middleware<{ readonly form: Form }> {
  const { spoolAbove = 65_536, folder } = options
  if (!(spoolAbove >= 0)) throw new TypeError('form: spoolAbove is a number of bytes')
  const settings = { limits: limitsFrom(options.limits), spoolAbove, folder }
  return (app) => (context) => app(extend(context, { form: new RequestForm(context, settings) }))
}

/** How much of a form is taken; what is beyond is answered with 413, before it is read. */
export interface FormLimits {
  /** Bytes of the whole body. Default: `20971520`. */
  body?: number
  /** Bytes of one file. Default: `10485760`. */
  file?: number
  /** Number of files. Default: `20`. */
  fileCount?: number
  /** Bytes of one field's value. Default: `1048576`. */
  field?: number
  /** Number of fields, empty ones and files that were not chosen included. Default: `1000`. */
  fieldCount?: number
  /** Bytes of all fields' names and values. Default: `4194304`. */
  text?: number
  /** Bytes of a field's name, or of a file's. Default: `1024`. */
  name?: number
  /** Bytes of a part's header, and of what stands before the first and behind the last part. Default: `8192`. */
  header?: number
}

/** Limits, none of them missing. */
export type Limits = Readonly<Required<FormLimits>>

const defaults: Limits = {
  body: 20_971_520,
  file: 10_485_760,
  fileCount: 20,
  field: 1_048_576,
  fieldCount: 1000,
  text: 4_194_304,
  name: 1024,
  header: 8192,
}

/**
 * Limits over others, by default the usual ones.
 * @throws {TypeError} when one is unknown or no number.
 */
export function limitsFrom(given: FormLimits = {}, base: Limits = defaults): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) throw new TypeError(`form: there is no limit named ${JSON.stringify(name)}`)
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new TypeError(`form: the limit ${name} is a number from 0, not ${String(value)}`)
  }
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { ...base, ...set }
}

export { csrf } from './csrf-middleware.ts'
export type { CsrfOptions } from './csrf-options.ts'
export type { Csrf } from './csrf.ts'
export { CsrfError, type CsrfReason } from './csrf-error.ts'

export { conditional, type ConditionalOptions } from './conditional.ts'
export type { Preconditions } from './request-preconditions.ts'
export type { Validators } from './evaluate.ts'

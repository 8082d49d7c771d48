export { cors } from './cors.ts'
export type { CorsOptions } from './cors-options.ts'
export type { Awaitable } from './awaitable.ts'

export { staticFiles } from './static-files.ts'
export type { Coding } from './accept-encoding.ts'
export type { StaticOptions } from './options.ts'

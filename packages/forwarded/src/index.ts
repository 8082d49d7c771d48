export { forwarded, type Forwarded } from './forwarded.ts'
export type { ForwardedOptions } from './options.ts'

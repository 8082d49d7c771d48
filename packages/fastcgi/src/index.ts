export { serve } from './serve.ts'
export type { FastcgiOptions } from './options.ts'
export { allow } from './authorizer.ts'

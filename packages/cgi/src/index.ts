export { serve } from './serve.ts'
export type { CgiOptions } from './options.ts'
// For gateways that get variables by other ways.
export type { BodyLength } from './body-length.ts'
export type { Carrier } from './carrier.ts'
export { incomingFromVariables, type VariablesIncoming } from './incoming.ts'

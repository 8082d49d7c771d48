export type { BodyLength } from './body-length.ts'
export type { Carrier } from './carrier.ts'
export { incomingFromVariables, type VariablesIncoming } from './incoming.ts'

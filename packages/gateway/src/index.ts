export type { Client } from './context.ts'

export { keyring, type Key, type Keyring } from './keyring.ts'
export type { Secret } from './parse-secrets.ts'

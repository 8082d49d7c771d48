export { secureHeaders } from './secure-headers.ts'
export type { HstsOptions, SecureHeadersOptions } from './options.ts'
export type { Directives } from './content-security-policy.ts'
export type { Csp } from './csp.ts'

import { readFileSync } from 'node:fs'

const fixture = (name: string): Buffer => readFileSync(new URL(name, import.meta.url))

/** A certificate for localhost, signed by itself, made once and valid until 2126: the tests need no openssl. */
export const tls: { readonly key: Buffer; readonly cert: Buffer } = { key: fixture('key.pem'), cert: fixture('cert.pem') }

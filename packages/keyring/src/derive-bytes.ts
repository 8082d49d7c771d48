// https://www.rfc-editor.org/rfc/rfc5869 §2.2, §2.3
const encoder = new TextEncoder()
const salt = encoder.encode('gangway keyring 1')

/** 64 bytes derived from a secret by HKDF-SHA-256; at once where the runtime has `node:crypto`. */
export function deriveBytes(secret: string, info: string): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!crypto?.hkdfSync) return deriveWithWebCrypto(secret, info)
  return new Uint8Array(crypto.hkdfSync('sha256', encoder.encode(secret), salt, encoder.encode(info), 64))
}

/** The same by Web Crypto, which is everywhere and answers later. */
export async function deriveWithWebCrypto(secret: string, info: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits'])
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(info) }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 512))
}

import { nodeCrypto } from '../node-crypto.ts'

/** Makes nonces that it knows again without remembering them. */
export interface NonceMaker {
  make(): string
  /** When this nonce was made, in milliseconds; undefined when it is not of this maker, or too old. */
  issuedAt(nonce: string): number | undefined
}

const size = 43
const skew = 60_000

/**
 * Nonces of a time, random bits and a keyed hash over both.
 * @throws {TypeError} when the secret is too short.
 */
export function nonceMaker(lifetime: number, secret?: string): NonceMaker {
  if (secret !== undefined && new TextEncoder().encode(secret).byteLength < 32)
    throw new TypeError('auth: the secret of nonces needs 32 bytes')
  let key: string | Buffer | undefined = secret
  return {
    make() {
      const head = new Uint8Array(16)
      new DataView(head.buffer).setBigUint64(0, BigInt(Date.now()))
      head.set(nodeCrypto().randomBytes(8), 8)
      return Buffer.concat([head, seal(head)]).toString('base64url')
    },
    issuedAt(nonce) {
      if (nonce.length !== size || !/^[A-Za-z0-9_-]+$/.test(nonce)) return undefined
      const bytes = Buffer.from(nonce, 'base64url')
      const head = bytes.subarray(0, 16)
      if (!nodeCrypto().timingSafeEqual(seal(head), bytes.subarray(16))) return undefined
      const time = Number(head.readBigUInt64BE(0))
      const age = Date.now() - time
      return age > -skew && age <= lifetime * 1000 ? time : undefined
    },
  }

  function seal(head: Uint8Array): Buffer {
    const { createHmac, randomBytes } = nodeCrypto()
    key ??= randomBytes(32)
    return createHmac('sha256', key).update('gangway digest nonce').update(head).digest().subarray(0, 16)
  }
}

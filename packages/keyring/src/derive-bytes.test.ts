import { createHmac } from 'node:crypto'
import { deriveBytes, deriveWithWebCrypto } from './derive-bytes.ts'

const secret = 'a-secret-of-32-bytes-0123456789-'

// RFC 5869 in its own words: T(1) = HMAC(PRK, info | 1), T(2) = HMAC(PRK, T(1) | info | 2).
function byHand(info: string): Uint8Array {
  const extracted = createHmac('sha256', 'gangway keyring 1').update(secret).digest()
  const one = createHmac('sha256', extracted).update(info).update(Buffer.of(1)).digest()
  const two = createHmac('sha256', extracted).update(one).update(info).update(Buffer.of(2)).digest()
  return new Uint8Array(Buffer.concat([one, two]))
}

describe('deriveBytes', () => {
  it('is HKDF-SHA-256', () => {
    expect(deriveBytes(secret, 'some purpose')).toEqual(byHand('some purpose'))
  })

  it('is the same by Web Crypto', async () => {
    expect(await deriveWithWebCrypto(secret, 'some purpose')).toEqual(byHand('some purpose'))
  })
})

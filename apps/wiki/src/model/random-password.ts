import { randomBytes } from 'node:crypto'

/** A password of 96 random bits, which is easily copied. */
export function randomPassword(): string {
  return randomBytes(12).toString('base64url')
}

import { HttpError } from '@gangway/gateway'
import { opaqueString } from './opaque-string.ts'

/**
 * The bytes of a password to be tried: as RFC 8265 has it, and as it was typed where that differs, for hashes that others made. None when it is too
 * long, or not Unicode.
 */
export function bytesToTry(password: string, longest: number): Uint8Array[] {
  if (!fits(password, longest)) return []
  return [...new Set([opaqueString(password), password])].map(encode)
}

/**
 * The bytes of a new password, as RFC 8265 has it.
 * @throws {HttpError} 400 when it is empty, too long, or not Unicode.
 */
export function bytesToKeep(password: string, longest: number): Uint8Array {
  if (password === '') throw new HttpError(400, 'The password is empty')
  if (!fits(password, longest)) throw new HttpError(400, `The password is longer than ${longest} bytes, or not text`)
  return encode(opaqueString(password))
}

// At most three bytes for each unit of UTF-16, at least one: a huge text need not be encoded to be refused.
function fits(password: string, longest: number): boolean {
  return typeof password === 'string' && password.length <= longest && password.isWellFormed() && encode(password).byteLength <= longest
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

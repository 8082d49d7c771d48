import { nodeCrypto } from '../node-crypto.ts'
import type { DigestAlgorithm } from '../user-source.ts'

/** What of credentials goes into the response. */
export interface ResponseInput {
  readonly algorithm: DigestAlgorithm
  readonly nonce: string
  readonly nc: string
  readonly cnonce: string
}

/** The response to a nonce (RFC 7616 §3.4.1); `a2` is method and address. */
export function digestResponse({ algorithm, nonce, nc, cnonce }: ResponseInput, ha1: string, a2: string): string {
  const hash = (text: string): string => nodeCrypto().createHash(nodeNames[algorithm]).update(text, 'latin1').digest('hex')
  return hash(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${hash(a2)}`)
}

const nodeNames: Readonly<Record<DigestAlgorithm, string>> = { 'SHA-256': 'sha256', MD5: 'md5' }

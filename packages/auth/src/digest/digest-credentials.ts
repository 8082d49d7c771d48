import { parseAuthParameters, type AuthParameters } from '../auth-parameters.ts'
import { longestCredentials } from '../credentials.ts'
import type { DigestAlgorithm } from '../user-source.ts'
import type { ResponseInput } from './digest-response.ts'

/** Digest credentials, well-formed and with `qop=auth`. */
export interface DigestCredentials extends ResponseInput {
  readonly name: string
  readonly realm: string
  readonly uri: string
  /** In lower case hexadecimal. */
  readonly response: string
  /** `nc` as a number. */
  readonly count: number
}

const algorithms: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['sha-256', 'SHA-256'],
  ['md5', 'MD5'],
])

/** Reads the credentials of RFC 7616 §3.4; null for what is malformed or was never offered. */
export function parseDigest(field: string): DigestCredentials | null {
  const parameters = field.length <= longestCredentials ? parseAuthParameters(field) : null
  if (!parameters) return null
  const name = nameIn(parameters)
  const [realm, uri, nonce, nc, cnonce, response] = ['realm', 'uri', 'nonce', 'nc', 'cnonce', 'response'].map(
    (each) => parameters.get(each) ?? '',
  )
  const algorithm = algorithms.get((parameters.get('algorithm') ?? 'MD5').toLowerCase())
  if (!name || !realm || !uri || !nonce || !nc || !cnonce || !response || !algorithm) return null
  if (parameters.get('qop') !== 'auth' || parameters.get('userhash')?.toLowerCase() === 'true') return null
  if (!/^[0-9a-f]{8}$/i.test(nc) || !/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(response) || !/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(cnonce))
    return null
  const count = Number.parseInt(nc, 16)
  return count === 0 ? null : { name, realm, uri, nonce, nc, cnonce, response: response.toLowerCase(), algorithm, count }
}

function nameIn(parameters: AuthParameters): string | null {
  const plain = parameters.get('username')
  const extended = parameters.get('username*')
  if ((plain === undefined) === (extended === undefined)) return null
  const name = plain === undefined ? decodeExtended(extended ?? '') : decodeBytes(plain)
  return name === null || name === '' || /[\0-\x1f\x7f:]/.test(name) ? null : name.normalize('NFC')
}

// RFC 8187 §3.2: UTF-8, a language, and percent-encoded bytes
function decodeExtended(value: string): string | null {
  const encoded = /^utf-8'[a-z0-9-]*'([!#$&+\-.^_`|~0-9a-z%]*)$/i.exec(value)?.[1]
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded)
  } catch {
    return null // no UTF-8, or a percent sign that encodes nothing
  }
}

// The challenge asks for UTF-8; who does not know that sends ISO 8859-1, as the field is here.
function decodeBytes(binary: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(binary, (character) => character.charCodeAt(0)),
    )
  } catch {
    return binary // no UTF-8
  }
}

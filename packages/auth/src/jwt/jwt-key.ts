import type { CryptoKey, JWK, KeyObject } from 'jose'

/** A key of the issuer. */
export interface JwtKey {
  /** A public key, or for the HS algorithms the shared secret's bytes. */
  readonly key: CryptoKey | KeyObject | JWK | Uint8Array
  /** Such as `['ES256']`. With no other algorithm is this key ever used, whatever a token says. */
  readonly algorithms: readonly [string, ...string[]]
  /** By which tokens name it (`kid`). Default: it is tried for every token. */
  readonly id?: string
}

/** Where the issuer publishes its keys. */
export interface JwtKeySet {
  /** Of the JSON Web Key Set, https but for a loopback address. */
  readonly url: string | URL
  /** Such as `['RS256', 'ES256']`; no shared secrets. */
  readonly algorithms: readonly [string, ...string[]]
  /** Seconds between two looks for a key that was not there. Default: `30`. */
  readonly cooldown?: number
}

const kinds: Readonly<Record<string, 'oct' | 'RSA' | 'EC' | 'OKP'>> = {
  HS256: 'oct',
  HS384: 'oct',
  HS512: 'oct',
  RS256: 'RSA',
  RS384: 'RSA',
  RS512: 'RSA',
  PS256: 'RSA',
  PS384: 'RSA',
  PS512: 'RSA',
  ES256: 'EC',
  ES384: 'EC',
  ES512: 'EC',
  EdDSA: 'OKP',
  Ed25519: 'OKP',
}

/**
 * Checks that each key fits its algorithms.
 * @throws {TypeError} when one does not.
 */
export function checkKeys(keys: readonly JwtKey[]): readonly JwtKey[] {
  if (!Array.isArray(keys) || keys.length === 0) throw new TypeError('auth: jwt takes keys')
  for (const { key, algorithms } of keys) for (const algorithm of checkAlgorithms(algorithms)) checkKey(key, algorithm)
  return [...keys]
}

/**
 * Checks that algorithms are known.
 * @throws {TypeError} when one is not, `none` above all.
 */
export function checkAlgorithms(algorithms: readonly string[]): readonly string[] {
  if (!Array.isArray(algorithms) || algorithms.length === 0) throw new TypeError('auth: each key takes the algorithms it is for')
  const wrong = algorithms.find((algorithm) => !Object.hasOwn(kinds, algorithm))
  if (wrong !== undefined) throw new TypeError(`auth: ${JSON.stringify(wrong)} is not an algorithm that can be trusted`)
  return algorithms
}

/** Whether an algorithm works with a shared secret. */
export function isSecret(algorithm: string): boolean {
  return kinds[algorithm] === 'oct'
}

function checkKey(key: JwtKey['key'], algorithm: string): void {
  const wanted = kinds[algorithm]
  const kind = kindOf(key)
  if (kind !== wanted) throw new TypeError(`auth: a key of kind ${kind} is not for ${algorithm}`)
  if (key instanceof Uint8Array) checkSecret(key, algorithm)
  else if (isJwk(key)) checkJwk(key, algorithm)
}

function kindOf(key: JwtKey['key']): string {
  if (key instanceof Uint8Array) return 'oct'
  if (isJwk(key)) return String(key.kty)
  if (key.type === 'secret') return 'oct'
  if (key.type !== 'public') return `${key.type}, which must stay with the issuer,`
  const type = typeNameOf(key)
  if (/^rsa/i.test(type)) return 'RSA'
  return /^ec/i.test(type) ? 'EC' : /^ed/i.test(type) ? 'OKP' : type
}

function typeNameOf(key: object): string {
  if ('asymmetricKeyType' in key) return String(key.asymmetricKeyType)
  const algorithm = 'algorithm' in key ? key.algorithm : undefined
  return typeof algorithm === 'object' && algorithm !== null && 'name' in algorithm ? String(algorithm.name) : 'unknown'
}

function isJwk(key: JwtKey['key']): key is JWK {
  return !('type' in key) && !(key instanceof Uint8Array)
}

// The key is as long as the hash (RFC 7518 §3.2), and no public key, which everybody has.
function checkSecret(secret: Uint8Array, algorithm: string): void {
  const needed = Number(algorithm.slice(2)) / 8
  if (secret.byteLength < needed)
    throw new TypeError(`auth: the secret for ${algorithm} has ${secret.byteLength} bytes, it needs ${needed}`)
  if (/-----BEGIN/.test(String.fromCharCode(...secret.subarray(0, 64)))) throw new TypeError('auth: a PEM file is not a secret')
}

function checkJwk(jwk: JWK, algorithm: string): void {
  if (jwk.d !== undefined) throw new TypeError('auth: a private key must stay with the issuer')
  if (jwk.alg !== undefined && jwk.alg !== algorithm) throw new TypeError(`auth: the key is for ${jwk.alg}, not for ${algorithm}`)
  if (jwk.use !== undefined && jwk.use !== 'sig') throw new TypeError('auth: the key is not for signatures')
}

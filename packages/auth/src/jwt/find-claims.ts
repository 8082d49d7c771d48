import type { CryptoKey, JWTVerifyOptions, ProtectedHeaderParameters } from 'jose'
import { isClaims, type JwtClaims } from './claims.ts'
import type { JwtKey } from './jwt-key.ts'
import { unavailable, type KeySet } from './key-set.ts'

type Jose = typeof import('jose')
type Header = ProtectedHeaderParameters
type Candidate = Pick<JwtKey, 'key' | 'algorithms'>

const required = ['iss', 'aud', 'exp', 'sub']
const mostCandidates = 10

/** The claims of a token that one of the keys signed and that is as expected; else what may be told of why not. */
export async function findClaims(
  token: string,
  keys: readonly JwtKey[] | KeySet,
  expected: JWTVerifyOptions,
): Promise<JwtClaims | string | undefined> {
  const jose = await import('jose')
  const header = headerOf(jose, token)
  if (!header) return undefined
  const candidates = 'finder' in keys ? await keysOfSet(jose, keys, header) : keysOfList(keys, header)
  try {
    for (const candidate of candidates.slice(0, mostCandidates)) {
      const claims = await claimsUnder(jose, token, candidate, expected)
      if (claims) return claims
    }
    return undefined
  } catch (error) {
    if (error instanceof jose.errors.JWTExpired) return 'The access token has expired'
    if (error instanceof jose.errors.JOSEError) return undefined
    throw error
  }
}

function headerOf(jose: Jose, token: string): Header | undefined {
  try {
    return jose.decodeProtectedHeader(token)
  } catch {
    return undefined // there is no header in it
  }
}

function keysOfList(keys: readonly JwtKey[], { alg, kid }: Header): Candidate[] {
  return keys
    .filter(
      ({ id, algorithms }) => algorithms.some((algorithm) => algorithm === alg) && (id === undefined || kid === undefined || id === kid),
    )
    .map(({ key, algorithms }) => ({ key, algorithms }))
}

async function keysOfSet(jose: Jose, { algorithms, url, finder }: KeySet, header: Header): Promise<Candidate[]> {
  const { alg } = header
  if (alg === undefined || !algorithms.includes(alg)) return []
  const find = await finder()
  try {
    const key = await find({ ...header, alg }, { payload: '', signature: '' })
    return [{ key, algorithms: [alg] }]
  } catch (error) {
    if (error instanceof jose.errors.JWKSNoMatchingKey) return []
    if (error instanceof jose.errors.JWKSMultipleMatchingKeys) return severalKeys(error, alg)
    throw error instanceof jose.errors.JOSEError ? unavailable(url, error) : error
  }
}

async function severalKeys(keys: AsyncIterable<CryptoKey>, algorithm: string): Promise<Candidate[]> {
  const found: Candidate[] = []
  for await (const key of keys) {
    found.push({ key, algorithms: [algorithm] })
    if (found.length === mostCandidates) break
  }
  return found
}

async function claimsUnder(
  jose: Jose,
  token: string,
  { key, algorithms }: Candidate,
  expected: JWTVerifyOptions,
): Promise<JwtClaims | undefined> {
  try {
    const { payload } = await jose.jwtVerify(token, key, { ...expected, algorithms: [...algorithms], requiredClaims: required })
    return isClaims(payload) ? payload : undefined
  } catch (error) {
    if (error instanceof jose.errors.JWSSignatureVerificationFailed) return undefined // another key may be the one
    throw error
  }
}

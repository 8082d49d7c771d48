import { HttpError } from '@gangway/gateway'
import type { JWTVerifyGetKey } from 'jose'
import { checkAlgorithms, isSecret, type JwtKeySet } from './jwt-key.ts'

/** A key set of which nothing is loaded yet. */
export interface KeySet {
  readonly url: string
  readonly algorithms: readonly string[]
  /** Finds keys; the same function each time, as it knows what it has fetched. */
  finder(): Promise<JWTVerifyGetKey>
}

const timeout = 5_000
const longestAge = 600_000
const pauseAfterFailure = 5_000

/**
 * The keys at an address, fetched when the first token comes, and again when they are old or a token names an unknown one; but never twice within the cooldown.
 * @throws {TypeError} when an option is wrong.
 */
export function keySet({ url, algorithms, cooldown = 30 }: JwtKeySet): KeySet {
  const address = checkAddress(url)
  const shared = checkAlgorithms(algorithms).find(isSecret)
  if (shared !== undefined) throw new TypeError(`auth: ${shared} needs a secret, which no key set has`)
  if (!(cooldown >= 1)) throw new TypeError('auth: cooldown takes a number of seconds, at least 1')
  let made: Promise<JWTVerifyGetKey> | undefined
  return { url: address.href, algorithms, finder: () => (made ??= make()) }

  async function make(): Promise<JWTVerifyGetKey> {
    const { createRemoteJWKSet, customFetch } = await import('jose')
    return createRemoteJWKSet(address, {
      timeoutDuration: timeout,
      cooldownDuration: cooldown * 1000,
      cacheMaxAge: longestAge,
      [customFetch]: pausing(),
    })
  }
}

// An issuer that is down is not asked again for each token.
function pausing(): (url: string, init: RequestInit) => Promise<Response> {
  let failedAt = -Infinity
  return async (url, init) => {
    if (Date.now() < failedAt + pauseAfterFailure) throw unavailable(url)
    try {
      const response = await fetch(url, init)
      const text = await response.text()
      if (response.status !== 200) throw new Error(`it answered ${response.status}`)
      if (!isKeySet(JSON.parse(text))) throw new Error('it answered with something else')
      return new Response(text)
    } catch (cause) {
      failedAt = Date.now()
      throw unavailable(url, cause)
    }
  }
}

function isKeySet(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
}

/** The issuer's keys cannot be had, which is not the client's fault. */
export function unavailable(url: string, cause?: unknown): HttpError {
  return new HttpError(503, `auth: the keys at ${url} cannot be had`, {
    headers: { 'retry-after': '5' },
    ...(cause !== undefined && { cause }),
  })
}

function checkAddress(url: string | URL): URL {
  const address = URL.parse(String(url))
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(address?.hostname ?? '')
  if (address?.protocol === 'https:' || (address?.protocol === 'http:' && isLoopback)) return address
  throw new TypeError(`auth: ${String(url)} is no https address of keys`)
}

/** One sign-in under way; several may be, one in each tab of a browser. */
export interface Transaction {
  /** Comes back with the answer, and names the transaction. */
  readonly state: string
  /** Comes back inside the ID token. */
  readonly nonce: string
  /** Proves that who redeems the code is who asked for it (RFC 7636). */
  readonly verifier: string
  /** Seconds since 1970. */
  readonly startedAt: number
  readonly returnTo: string
  /** Whether the provider was told to ask for the password. */
  readonly prompted: boolean
}

/** Seconds within which a sign-in has to be finished. */
export const lifetime = 600

/** A transaction as the value of a cookie, without its state, which is part of the cookie's name. */
export function encodeTransaction({ nonce, verifier, startedAt, returnTo, prompted }: Transaction): string {
  return Buffer.from(JSON.stringify([nonce, verifier, startedAt, returnTo, prompted])).toString('base64url')
}

/** The transaction of a cookie; null for one that is none, or over. */
export function decodeTransaction(state: string, value: string, now: number): Transaction | null {
  const parts = parse(Buffer.from(value, 'base64url').toString())
  if (!Array.isArray(parts)) return null
  const [nonce, verifier, startedAt, returnTo, prompted]: unknown[] = parts
  if (typeof nonce !== 'string' || typeof verifier !== 'string' || typeof returnTo !== 'string') return null
  if (typeof startedAt !== 'number' || startedAt > now + 60 || now - startedAt > lifetime) return null
  return { state, nonce, verifier, startedAt, returnTo, prompted: prompted === true }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null // somebody else's cookie, or a broken one: no transaction
  }
}

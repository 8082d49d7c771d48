import type { OidcSession } from './oidc-session.ts'

/** Tokens for the provider's other services, where the session keeps them. */
export interface KeptTokens {
  readonly access: string
  readonly refresh?: string
  readonly id?: string
  /** Seconds since 1970; unknown to providers that do not say. */
  readonly expiresAt?: number
}

/** Who signed in, as the session keeps it. */
export interface LoginRecord {
  /** The user's id: the session is to belong to that user still. */
  readonly id: string
  /** The provider. */
  readonly issuer: string
  /** The provider's name for the user. */
  readonly subject: string
  /** The provider's name for its own session. */
  readonly sid?: string
  /** When the ID token was made, in seconds since 1970. */
  readonly issuedAt: number
  /** When the user proved who he is, in seconds since 1970; 0 when the provider did not say. */
  readonly authTime: number
  /** What the application made of the claims, unless it finds its users by id. */
  readonly user?: unknown
  readonly tokens?: KeptTokens
}

/** The login that a session holds, if it is of the user whom the session belongs to. */
export function readLogin(session: OidcSession, key: string): LoginRecord | null {
  const value = session.get(key)
  return isRecord(value) && value.id === session.ownerId ? value : null
}

function isRecord(value: unknown): value is LoginRecord {
  return typeof value === 'object' && value !== null && 'id' in value && 'subject' in value && 'issuer' in value && 'issuedAt' in value
}

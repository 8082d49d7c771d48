import type { Tls } from '@gangway/gateway'
import { variable } from './variable.ts'

const negative = /^(?:off|0|no|false|)$/i

/** Whether the client's connection is encrypted: HTTPS, or REQUEST_SCHEME where the server sets no HTTPS. */
export function schemeOf(pairs: readonly string[]): 'http' | 'https' {
  const https = variable(pairs, 'HTTPS') ?? ''
  const isSecure = https === '' ? variable(pairs, 'REQUEST_SCHEME')?.toLowerCase() === 'https' : !negative.test(https)
  return isSecure ? 'https' : 'http'
}

/** What the SSL_* variables of mod_ssl, which the other servers follow, say of the connection. */
export function tlsOf(pairs: readonly string[]): Tls {
  const protocol = variable(pairs, 'SSL_PROTOCOL')
  const cipher = variable(pairs, 'SSL_CIPHER')
  const sni = variable(pairs, 'SSL_TLS_SNI')
  const clientCertificate = certificateOf(pairs)
  return { ...(protocol && { protocol }), ...(cipher && { cipher }), ...(sni && { sni }), ...(clientCertificate && { clientCertificate }) }
}

function certificateOf(pairs: readonly string[]): Tls['clientCertificate'] {
  const pem = variable(pairs, 'SSL_CLIENT_CERT')
  const subject = variable(pairs, 'SSL_CLIENT_S_DN')
  const issuer = variable(pairs, 'SSL_CLIENT_I_DN')
  const serial = variable(pairs, 'SSL_CLIENT_M_SERIAL') || variable(pairs, 'SSL_CLIENT_SERIAL')
  if (!pem && !subject && !serial) return undefined
  const verified = variable(pairs, 'SSL_CLIENT_VERIFY') === 'SUCCESS'
  return { ...(pem && { pem }), ...(subject && { subject }), ...(issuer && { issuer }), ...(serial && { serial }), verified }
}

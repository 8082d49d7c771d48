// https://www.rfc-editor.org/rfc/rfc9112 §3, §6
import { GatewayError, isAuthority, parseTarget, type Target } from '@gangway/gateway'
import type { IncomingMessage } from 'node:http'
import type { Arrival } from './arrival.ts'
import { serverAuthority } from './client.ts'
import { checkContentLength, checkFieldCount, checkMethod } from './request-checks.ts'
import { framingOf, type Framing } from './request-fields.ts'

/** The head of an HTTP/1 request, checked. */
export interface Http1Head {
  readonly target: Target
  readonly authority: string
  /** The part of the path that a router in front has consumed. */
  readonly mount: string
  readonly framing: Framing
}

/**
 * Checks what node:http leaves open.
 * @throws {GatewayError} with the status that refuses the request.
 */
export function readHttp1Head(arrival: Arrival): Http1Head {
  const { message, connection } = arrival
  const { method = '', rawHeaders } = message
  const { settings } = connection.service
  checkVersion(message)
  checkFieldCount(rawHeaders.length / 2, settings)
  checkMethod(method)
  const framing = framingOf(rawHeaders)
  if (framing.transferEncoding !== undefined) checkTransferEncoding(framing.transferEncoding, message)
  checkContentLength(framing.contentLength, settings)
  const target = parseTarget(method, arrival.target)
  return { target, framing, authority: authorityOf(target, framing, message), mount: mountOf(arrival.mount, target) }
}

function checkVersion({ httpVersion }: IncomingMessage): void {
  if (httpVersion === '1.1' || httpVersion === '1.0') return
  throw new GatewayError('ERR_BAD_REQUEST', `http: the version HTTP/${httpVersion} is not supported`, { status: 505 })
}

function checkTransferEncoding(value: string, { httpVersion }: IncomingMessage): void {
  if (httpVersion === '1.0') throw new GatewayError('ERR_BAD_REQUEST', 'http: HTTP/1.0 has no Transfer-Encoding')
  if (value.toLowerCase() !== 'chunked')
    throw new GatewayError('ERR_BAD_REQUEST', 'http: the transfer coding is not chunked alone', { status: 501 })
}

// RFC 9112 §3.2: a Host that is missing or invalid is refused even where the target names another.
function authorityOf(target: Target, { host }: Framing, { httpVersion, socket }: IncomingMessage): string {
  if (host === undefined && httpVersion === '1.1') throw new GatewayError('ERR_BAD_REQUEST', 'http: the request has no Host')
  if (host !== undefined && !isAuthority(host)) throw new GatewayError('ERR_BAD_REQUEST', 'http: the Host is not valid')
  return target.authority ?? host ?? serverAuthority(socket)
}

function mountOf(mount: string, { path }: Target): string {
  return mount !== '' && (path === mount || path.startsWith(`${mount}/`)) ? mount : ''
}

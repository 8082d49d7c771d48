// https://www.rfc-editor.org/rfc/rfc9113 §8.3
import { GatewayError, isAuthority, parseTarget, type Target } from '@gangway/gateway'
import type { Settings } from './options.ts'
import { checkContentLength, checkFieldCount, checkMethod } from './request-checks.ts'

/** The head of an HTTP/2 request, checked. */
export interface Http2Head {
  readonly method: string
  /** `:path` as it came. */
  readonly rawTarget: string
  readonly target: Target
  readonly authority: string
  /** The fields without pseudo-fields, with a Host that says what `:authority` said. */
  readonly fields: readonly string[]
  readonly contentLength: number | undefined
  readonly awaitsContinue: boolean
}

/**
 * Reads a head from a flat list that begins with pseudo-fields.
 * @throws {GatewayError} with the status that refuses the request.
 */
export function readHttp2Head(rawHeaders: readonly string[], settings: Settings): Http2Head {
  checkFieldCount(rawHeaders.length / 2, settings)
  const { pseudo, fields, host, contentLength, expect } = sorted(rawHeaders)
  const method = pseudo.get(':method') ?? ''
  const rawTarget = pseudo.get(':path') ?? ''
  checkMethod(method)
  checkContentLength(contentLength, settings)
  if (!rawTarget.startsWith('/') && rawTarget !== '*') throw new GatewayError('ERR_BAD_REQUEST', 'http: the :path is neither a path nor *')
  const authority = authorityOf(pseudo.get(':authority'), host)
  const awaitsContinue = expect?.toLowerCase() === '100-continue'
  return {
    method,
    rawTarget,
    target: parseTarget(method, rawTarget),
    authority,
    fields: ['host', authority, ...fields],
    contentLength,
    awaitsContinue,
  }
}

interface Sorted {
  readonly pseudo: ReadonlyMap<string, string>
  readonly fields: readonly string[]
  readonly host: string | undefined
  readonly contentLength: number | undefined
  readonly expect: string | undefined
}

function sorted(rawHeaders: readonly string[]): Sorted {
  const pseudo = new Map<string, string>()
  const fields: string[] = []
  let host: string | undefined
  let contentLength: number | undefined
  let expect: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const value = rawHeaders[index + 1] ?? ''
    if (name.startsWith(':')) pseudo.set(name, value)
    else if (name === 'host') {
      if (host !== undefined) throw new GatewayError('ERR_BAD_REQUEST', 'http: the request has more than one Host')
      host = value
    } else if (name !== 'te') {
      fields.push(name, value)
      if (name === 'content-length') contentLength = Number(value)
      if (name === 'expect') expect = value
    }
  }
  return { pseudo, fields, host, contentLength, expect }
}

// RFC 9113 §8.3.1: the two must not name different hosts
function authorityOf(authority: string | undefined, host: string | undefined): string {
  const chosen = authority ?? host
  if (chosen === undefined) throw new GatewayError('ERR_BAD_REQUEST', 'http: the request has neither :authority nor Host')
  if (host !== undefined && host.toLowerCase() !== chosen.toLowerCase())
    throw new GatewayError('ERR_BAD_REQUEST', 'http: :authority and Host differ')
  if (!isAuthority(chosen)) throw new GatewayError('ERR_BAD_REQUEST', 'http: the :authority is not valid')
  return chosen
}

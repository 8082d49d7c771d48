// https://www.rfc-editor.org/rfc/rfc3875 §4
import { isAuthority, parseTarget } from '@gangway/gateway'
import type { Capabilities, Client, GatewayInfo, Incoming, Target, Tls } from '@gangway/gateway'
import { fieldsFromVariables, isToken } from '@gangway/wire'
import { isPlaceholder, serverAuthority } from './authority.ts'
import { badRequest } from './bad-request.ts'
import { bodyLength, type BodyLength } from './body-length.ts'
import type { Carrier } from './carrier.ts'
import { clientOf } from './client.ts'
import { essentialsOf } from './essentials.ts'
import { gatewayInfo } from './gateway-info.ts'
import { locationOf, type Location } from './location.ts'
import { scriptOf } from './script.ts'
import { schemeOf, tlsOf } from './tls.ts'
import { variable } from './variable.ts'

/** A request made of variables. */
export interface VariablesIncoming extends Incoming {
  /** Bytes of the body, to be counted by the gateway; `undefined` when there is none, `'until-eof'` when only its end tells. */
  readonly contentLength: BodyLength
}

/**
 * The request that meta-variables describe, given in the order received and with duplicates: name, value, name, value; latin1.
 * What could be refused is checked now, everything else is worked out when it is asked for.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when the method, the length, the host or the request target is not valid.
 */
export function incomingFromVariables(pairs: readonly string[], carrier: Carrier): VariablesIncoming {
  return new PairsIncoming(pairs, carrier)
}

class PairsIncoming implements VariablesIncoming {
  readonly method: string
  readonly contentLength: BodyLength
  readonly body: AsyncIterable<Uint8Array> | null
  readonly #pairs: readonly string[]
  readonly #carrier: Carrier
  #target: string
  #asked: Target | undefined
  #authority: string
  #location: Location | undefined
  #fields: readonly string[] | undefined
  #client: Client | undefined
  #tls: Tls | null | undefined
  #gateway: GatewayInfo | undefined

  constructor(pairs: readonly string[], carrier: Carrier) {
    const { method, length, coding, host, target } = essentialsOf(pairs)
    if (!isToken(method)) throw badRequest('REQUEST_METHOD', method, 'a token')
    this.#pairs = pairs
    this.#carrier = carrier
    this.#target = target
    this.#asked = isAbsolute(target) ? parseTarget(method, target) : undefined
    this.#authority = this.#asked?.authority ?? (isPlaceholder(host) ? serverAuthority(pairs, schemeOf(pairs)) : checked(host))
    this.method = method
    this.contentLength = carrier.role === 'authorizer' ? undefined : (bodyLength(length, coding) ?? unknownLength(method, carrier))
    this.body = this.contentLength ? carrier.body : null
  }

  get authority(): string {
    return this.#authority
  }

  get scheme(): 'http' | 'https' {
    return schemeOf(this.#pairs)
  }

  get target(): string {
    if (this.#target !== '') return this.#target
    const { mount, path, query } = this.#where()
    return `${mount}${path}${query === '' ? '' : `?${query}`}`
  }

  get mount(): string {
    return this.#where().mount
  }

  get path(): string {
    return this.#where().path
  }

  get query(): string {
    return this.#where().query
  }

  get fields(): readonly string[] {
    return (this.#fields ??= asSent(fieldsFromVariables(this.#pairs), this.method))
  }

  get client(): Client {
    return (this.#client ??= clientOf(this.#pairs))
  }

  get tls(): Tls | null {
    if (this.#tls === undefined) this.#tls = this.scheme === 'https' ? tlsOf(this.#pairs) : null
    return this.#tls
  }

  get gateway(): GatewayInfo {
    return (this.#gateway ??= gatewayInfo(this.#pairs, this.#carrier))
  }

  get can(): Capabilities {
    return this.#carrier.can
  }

  log(line: string): void {
    this.#carrier.log(line)
  }

  waitUntil(promise: Promise<void>): void {
    this.#carrier.waitUntil(promise)
  }

  sendInformational(status: number, fields: readonly string[]): void {
    this.#carrier.sendInformational?.(status, fields)
  }

  sendfile(path: string): readonly [name: string, value: string] | null {
    return this.#carrier.sendfile?.(path) ?? null
  }

  #where(): Location {
    return (this.#location ??= this.#locate())
  }

  #locate(): Location {
    if (this.#target === '*') return { mount: '', path: '/', query: '' }
    const { protocol, mount } = this.#carrier
    const asked = this.#target.startsWith('/') ? parseTarget(this.method, this.#target) : this.#asked
    const query = variable(this.#pairs, 'QUERY_STRING')
    return locationOf({ asked, script: scriptOf(this.#pairs, protocol), query, mount })
  }
}

// Apache gives no length and no coding for a streamed body of HTTP/2.
function unknownLength(method: string, { endMarked }: Carrier): BodyLength {
  return endMarked && method !== 'GET' && method !== 'HEAD' ? 'until-eof' : undefined
}

// Fields of the web server's connection with its client; it has taken the chunks apart (CGI §4.2, RFC 9110 §7.6.1).
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

// The fields that the client meant for us. lighttpd, Caddy and HAProxy give a length of 0 where the client sent none.
function asSent(fields: readonly string[], method: string): readonly string[] {
  const isAdded = (name = '', value = '') =>
    hopByHop.has(name) || (name === 'content-length' && value === '0' && (method === 'GET' || method === 'HEAD'))
  if (!fields.some((name, index) => index % 2 === 0 && isAdded(name, fields[index + 1]))) return fields
  return fields.filter((_, index) => !isAdded(fields[index - (index % 2)], fields[index - (index % 2) + 1]))
}

function isAbsolute(target: string): boolean {
  return !target.startsWith('/') && /^https?:\/\//i.test(target)
}

function checked(host: string): string {
  if (!isAuthority(host)) throw badRequest('HTTP_HOST', host, 'a host and a port')
  return host
}

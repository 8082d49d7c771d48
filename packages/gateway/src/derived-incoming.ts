import type { Context, ContextChanges } from './context.ts'
import { fieldsOf, HeaderList, isToken } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { SharedBody } from './request-body.ts'
import { isNormalised } from './target.ts'

type Place = Pick<Incoming, 'scheme' | 'authority' | 'mount' | 'path' | 'query'>

/**
 * What a gateway knows of a request, with changes. What stays is still read only when asked for; body and request are those of the
 * context as long as nothing of them is changed.
 * @throws {TypeError} when a change is not what a request could have.
 */
export function derivedIncoming(context: Context, incoming: Incoming, changes: ContextChanges): Incoming {
  const { method, headers = changes.request?.headers, body, signal, request } = changes
  const place = placeOf(incoming, changes)
  const isKept = method === undefined && changes.headers === undefined && body === undefined && signal === undefined
  const isSame = isKept && hrefOf(place) === (request ? withoutHash(request.url) : hrefOf(incoming))
  return {
    ...place,
    method: checkMethod(method ?? request?.method ?? incoming.method),
    target: incoming.target,
    fields: headers ? fieldsOf(new HeaderList(headers)) : incoming.fields,
    get body() {
      if (body !== undefined) return body
      return request ? SharedBody.of(request) : context.body
    },
    get request() {
      return isSame ? (request ?? context.request) : undefined
    },
    get client() {
      return changes.client ?? incoming.client
    },
    get tls() {
      return changes.tls === undefined ? incoming.tls : changes.tls
    },
    get gateway() {
      return incoming.gateway
    },
    get can() {
      return incoming.can
    },
    get trailers() {
      return incoming.trailers
    },
    log: (line) => incoming.log(line),
    waitUntil: (promise) => incoming.waitUntil(promise),
    ...(incoming.sendInformational && { sendInformational: incoming.sendInformational.bind(incoming) }),
  }
}

/** The URL of a request as text. */
export function hrefOf({ scheme, authority, mount, path, query }: Place): string {
  return `${scheme}://${authority}${mount}${path}${query === '' ? '' : `?${query}`}`
}

function placeOf(incoming: Incoming, changes: ContextChanges): Place {
  const url = changes.url ?? changes.request?.url
  const { scheme, authority, mount, path, query } = url === undefined ? incoming : placeOfUrl(new URL(url), incoming.mount)
  const place = { scheme, authority, mount: changes.mount ?? mount, path: changes.path ?? path, query: changes.query ?? query }
  if (url !== undefined || place.mount !== mount || place.path !== path || place.query !== query) checkPlace(place)
  return place
}

function placeOfUrl(url: URL, mount: string): Place {
  const { protocol, pathname } = url
  if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError(`gateway: ${url.href} is not an http or https URL`)
  const isMounted = pathname === mount || pathname.startsWith(`${mount}/`)
  return {
    scheme: protocol === 'https:' ? 'https' : 'http',
    authority: url.host,
    mount: isMounted ? mount : '',
    path: isMounted ? pathname.slice(mount.length) : pathname,
    query: url.search.slice(1),
  }
}

function checkPlace({ mount, path, query }: Place): void {
  if (mount !== '' && (!mount.startsWith('/') || mount.endsWith('/')))
    throw new TypeError("gateway: mount is '' or '/x', without a slash at its end")
  if (path !== '' && !path.startsWith('/')) throw new TypeError("gateway: path is '' or starts with a slash")
  if (mount === '' && path === '') throw new TypeError('gateway: mount and path are not both empty')
  if (!isNormalised(mount + path, query))
    throw new TypeError('gateway: mount, path and query are percent-encoded as in a URL, without dot segments')
}

function checkMethod(method: string): string {
  if (isToken(method)) return method
  throw new TypeError(`gateway: ${JSON.stringify(method)} is not a method`)
}

function withoutHash(url: string): string {
  const hash = url.indexOf('#')
  return hash === -1 ? url : url.slice(0, hash)
}

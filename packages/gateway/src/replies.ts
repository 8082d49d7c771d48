import { fileSource } from './file-source.ts'
import { mediaTypeOf } from './media-type.ts'
import { asResponse, makeReply, reply, type ReplyInit } from './reply.ts'

/** `text/plain; charset=utf-8`. */
export function text(body: string, init?: ReplyInit): Response {
  return asResponse(makeReply(String(body), init, 'text/plain; charset=utf-8'))
}

/**
 * `application/json`.
 * @throws {TypeError} when the value has no JSON form, such as `undefined` or a cycle.
 */
export function json(value: unknown, init?: ReplyInit): Response {
  const body: string | undefined = JSON.stringify(value)
  if (body === undefined) throw new TypeError(`gateway: json() cannot write ${typeof value}`)
  return asResponse(makeReply(body, init, 'application/json'))
}

/**
 * Sends the client elsewhere. The location may be relative; what a URL cannot hold is percent-encoded.
 * @throws {RangeError} when the status is not 301, 302, 303, 307 or 308.
 */
export function redirect(location: string | URL, init: ReplyInit | number = 302): Response {
  const { status = 302, ...rest } = typeof init === 'number' ? { status: init } : init
  if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`gateway: ${status} is not a redirect status`)
  const response = reply(null, { ...rest, status })
  response.headers.set(
    'location',
    String(location)
      .toWellFormed()
      .replace(/[^\x21-\x7e]+|["<>\\^`{|}]/g, encodeURIComponent),
  )
  return response
}

/** No body: 204, unless told otherwise. */
export function empty(init: ReplyInit | number = 204): Response {
  return reply(null, typeof init === 'number' ? { status: init } : { status: 204, ...init })
}

/** A body over time: each chunk is sent when it is there, and the next is pulled when the client took it. */
export function stream(source: AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array>, init?: ReplyInit): Response {
  return reply(source, init)
}

/**
 * A file of the local file system, with its media type by name, `Range` and `If-Range`; 404 when it is not there. The path is trusted: never build it from a request.
 * @throws {TypeError} when a URL does not name a file.
 */
export function file(path: string | URL, init?: ReplyInit): Response {
  const name = path instanceof URL ? pathOf(path) : path
  return asResponse(makeReply(fileSource(name), init, mediaTypeOf(name)))
}

function pathOf(url: URL): string {
  if (url.protocol !== 'file:' || /%2f/i.test(url.pathname)) throw new TypeError(`gateway: ${url.href} does not name a file`)
  return decodeURIComponent(url.pathname)
}

import { HeaderList, type HeaderInit, type MutableHeaders } from './header-list.ts'
import { statusTextOf } from './status-text.ts'

/** What an `HttpError` carries besides status and message. */
export interface HttpErrorOptions {
  /** Fields for the response, such as `Allow` or `Retry-After`. */
  headers?: HeaderInit
  /** Whether the client may read the message. Default: true below 500. */
  expose?: boolean
  /** What led to it, for the log. */
  cause?: unknown
}

/**
 * An application's way to answer with an error status from any depth: `throw new HttpError(404)`.
 * @throws {TypeError} when the status is not 400 to 599, or a field cannot be sent.
 */
export class HttpError extends Error {
  override readonly name: string = 'HttpError'
  /** What the client gets, 400 to 599. */
  readonly status: number
  /** Fields for the response; a layer that the error passes adds what it adds to every response, such as `Vary`. */
  readonly headers: MutableHeaders
  /** Whether the client may read the message. */
  readonly expose: boolean

  constructor(status: number, message: string = statusTextOf(status), options: HttpErrorOptions = {}) {
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new TypeError(`gateway: HttpError takes a status of 400 to 599, not ${status}`)
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.status = status
    this.headers = new HeaderList(options.headers)
    this.expose = options.expose ?? status < 500
  }
}

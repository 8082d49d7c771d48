import { contextFor, type Application } from '@gangway/gateway'
import { compress, type CompressOptions } from '@gangway/compress'
import { lint } from '@gangway/lint'

/** A request, and how its answer is to be compressed. */
export interface Ask {
  method?: string
  /** Accept-Encoding; `null` for none. Default: `gzip`. */
  accept?: string | null
  headers?: Record<string, string>
  options?: CompressOptions
  /** Whether both sides are held to the specification. Default: `true`. */
  isChecked?: boolean
}

/** What compress makes of an application's answer. */
export function ask(
  app: Application,
  { method = 'GET', accept = 'gzip', headers = {}, options, isChecked = true }: Ask = {},
): Response | Promise<Response> {
  const around = isChecked ? lint() : (application: Application) => application
  const context = contextFor(method, '/', { headers: { ...headers, ...(accept !== null && { 'accept-encoding': accept }) } })
  return around(compress(options)(around(app)))(context)
}

/** The coding of a response. */
export function codingOf(response: Response): string | null {
  return response.headers.get('content-encoding')
}

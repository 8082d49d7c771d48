import type { Middleware } from '@gangway/gateway'
import { CountedBody } from './counted-body.ts'
import { tooLarge } from './too-large.ts'

/**
 * Answers 413 to a request whose body has more bytes: at once where it says so, else when it is read so far.
 * @throws {TypeError} when the limit is no number of bytes.
 */
export function bodyLimit(bytes: number): Middleware {
  if (!(bytes >= 0)) throw new TypeError('limit: bodyLimit() takes a number of bytes')
  return (app) => (context) => {
    const announced = context.headers.get('content-length')
    if (announced !== null) {
      if (Number(announced) > bytes) throw tooLarge(bytes)
      return app(context)
    }
    const { body } = context
    return app(body ? context.with({ body: new CountedBody(body, bytes) }) : context)
  }
}

import type { Http2Head } from './http2-head.ts'
import type { Http2Turn } from './http2-turn.ts'
import type { IncomingBody } from './incoming-body.ts'
import { StreamBody } from './stream-body.ts'

/** The body of an HTTP/2 request; `null` where the head ended the stream. */
export function bodyOfHttp2(turn: Http2Turn, { contentLength, awaitsContinue }: Http2Head): IncomingBody | null {
  const { stream, connection } = turn
  if (stream.endAfterHeaders) return null
  let trailers: readonly string[] = []
  let isContinued = !awaitsContinue
  stream.on('trailers', (_headers, _flags, rawTrailers: string[]) => (trailers = rawTrailers))
  return new StreamBody(stream, {
    length: contentLength,
    limit: connection.service.settings.bodyBytes,
    get awaitsContinue() {
      return !isContinued
    },
    get isComplete() {
      return stream.readableEnded && !stream.aborted && stream.rstCode === 0
    },
    get trailers() {
      return trailers
    },
    wanted() {
      if (!isContinued) turn.inform(100, [])
      isContinued = true
      turn.awaitBody()
    },
    satisfied: () => turn.gotBody(),
  })
}

import { withBody, withHeaders } from '@gangway/gateway'
import { isStreamed, type Answer } from './answer.ts'
import type { Layer } from './layer.ts'
import { SourceWatch } from './source-watch.ts'
import { watchIterable } from './watch-iterable.ts'
import { watchStream } from './watch-stream.ts'

const watches = new WeakMap<object, SourceWatch>()

/** The response as it is where its body is there at once, else one like it whose body is watched as it is read. */
export function watchResponse(layer: Layer, { response, source, declared, method }: Answer): Response {
  if (!isStreamed(source)) return response
  // From here on the lint around answers for the end of this body.
  watches.get(source)?.stop()
  // Asked like this, because naming the global class would load it.
  const isStream = 'getReader' in source
  const watch = new SourceWatch(layer, method === 'HEAD' ? undefined : declared, isStream)
  const watched = isStream ? watchStream(source, watch) : watchIterable(source, watch)
  watches.set(watched, watch)
  const length = response.headers.get('content-length')
  const replaced = withBody(response, watched)
  return length === null ? replaced : withHeaders(replaced, (headers) => headers.set('content-length', length))
}

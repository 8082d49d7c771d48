import type { Layer } from './layer.ts'
import { isPromise } from './read.ts'
import { completionRules, promiseRules, rejectionRules, trailerRules } from './rules/promises.ts'

/** Looks at what `completed` settles with, where the inside asked for it. */
export function watchCompleted(layer: Layer, completed: unknown): unknown {
  const server = layer.server()
  layer.check(promiseRules, { name: 'completed', value: completed }, server)
  if (!isPromise(completed)) return completed
  completed.then(
    (completion) => layer.inBackground(() => layer.check(completionRules, completion, server)),
    (error: unknown) => layer.inBackground(() => layer.check(rejectionRules, error, server)),
  )
  return completed
}

/** Looks at what `trailers` settles with, where the inside asked for them. */
export function watchTrailers(layer: Layer, trailers: unknown): unknown {
  const server = layer.server()
  layer.check(promiseRules, { name: 'trailers', value: trailers }, server)
  if (!isPromise(trailers)) return trailers
  trailers.then(
    (fields) => layer.inBackground(() => layer.check(trailerRules, { trailers: fields, can: layer.context.can }, server)),
    () => undefined, // A body that fails takes its trailers along; who awaits them sees it.
  )
  return trailers
}

import { Layer, type Origin } from './layer.ts'
import { isObject, read } from './read.ts'

/** Under this key a watched context answers with its layer; a copy of the context carries it along. */
export const layerKey: unique symbol = Symbol('gangway.lint')

const layers = new WeakMap<object, Layer>()
const originals = new WeakMap<object, object>()
let current: Layer | undefined

/** Remembers what is behind something that a lint handed to its inside. */
export function remember<Thing extends object>(watched: Thing, original: Thing, layer: Layer): void {
  originals.set(watched, original)
  layers.set(watched, layer)
}

/** What is behind something that a lint may have handed out. */
export function behind<Given>(given: Given): Given {
  const original = isObject(given) ? originals.get(given) : undefined
  // remember() was called with the two, and a watched thing has the type of what it watches.
  return original === undefined ? given : (original as Given)
}

/** Where a lint got this context from. */
export function originOf(context: unknown): Origin {
  if (!isObject(context)) return { parent: current, provenance: current ? 'replaced' : 'first' }
  const layer = layers.get(context)
  if (layer) return { parent: layer, provenance: 'handed on' }
  const copied = read(context, layerKey)
  if (copied instanceof Layer) return { parent: copied, provenance: 'copied' }
  return { parent: current, provenance: current ? 'replaced' : 'first' }
}

/** Calls the application of a layer; what is called within, until it returns, is inside. */
export function within<Result>(layer: Layer, call: () => Result): Result {
  const outer = current
  current = layer
  try {
    return call()
  } finally {
    current = outer
  }
}

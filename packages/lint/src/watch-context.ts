import type { Context } from '@gangway/gateway'
import type { Layer } from './layer.ts'
import { behind, layerKey, remember } from './provenance.ts'
import { isObject } from './read.ts'
import { keyRules } from './rules/handing-on.ts'
import { derivationRules, requestRules } from './rules/methods.ts'
import { watchInformational, watchWaitUntil } from './watch-methods.ts'
import { watchCompleted, watchTrailers } from './watch-promises.ts'
import { watchBody } from './watch-request-body.ts'
import { watchSignal } from './watch-signal.ts'

/**
 * A context that checks what the inside does with it. Nothing is read before the inside reads it; what the inside puts
 * on it is on the context behind.
 */
export function watchContext(layer: Layer, context: Context, takenKeys: Iterable<PropertyKey>): Context {
  const taken = new Set(takenKeys)
  const given = new Map<PropertyKey, { readonly value: unknown; readonly watched: unknown }>()

  const watchMember = (key: PropertyKey, value: unknown): unknown => {
    const known = given.get(key)
    if (known && known.value === value) return known.watched
    const watched = watcherOf(context, key, value)(layer, context, value)
    given.set(key, { value, watched })
    return watched
  }
  const checkChange = (key: PropertyKey, value?: unknown) => {
    const isTaken = taken.has(key) && Object.getOwnPropertyDescriptor(context, key)?.value !== value
    layer.check(keyRules, { key, isTaken }, layer.middlewareInside())
    taken.add(key)
  }

  const watched = new Proxy(context, {
    get(target, key, receiver) {
      if (key === layerKey) return layer
      if (receiver !== watched) return Reflect.get(target, key, receiver)
      const value: unknown = Reflect.get(target, key, target)
      return isPinned(target, key) ? value : watchMember(key, value)
    },
    set(target, key, value, receiver) {
      if (receiver !== watched) return Reflect.set(target, key, value, receiver)
      checkChange(key, value)
      return Reflect.set(target, key, value, target)
    },
    defineProperty(target, key, descriptor) {
      checkChange(key, descriptor.value)
      return Reflect.defineProperty(target, key, descriptor)
    },
    deleteProperty(target, key) {
      checkChange(key)
      return Reflect.deleteProperty(target, key)
    },
    ownKeys: (target) => (Object.isExtensible(target) ? [...new Set(Reflect.ownKeys(target)).add(layerKey)] : Reflect.ownKeys(target)),
    getOwnPropertyDescriptor(target, key) {
      if (key !== layerKey) return Reflect.getOwnPropertyDescriptor(target, key)
      return { value: layer, enumerable: true, configurable: true, writable: false }
    },
  })
  remember(watched, context, layer)
  return watched
}

type Watcher = (layer: Layer, context: Context, value: unknown) => unknown

const memberWatchers: ReadonlyMap<PropertyKey, Watcher> = new Map<PropertyKey, Watcher>([
  ['body', (layer, _, body) => watchBody(layer, body)],
  ['request', watchRequest],
  ['signal', (layer, _, signal) => watchSignal(layer, signal)],
  ['completed', (layer, _, completed) => watchCompleted(layer, completed)],
  ['trailers', (layer, _, trailers) => watchTrailers(layer, trailers)],
])

const methodWatchers: ReadonlyMap<PropertyKey, Watcher> = new Map<PropertyKey, Watcher>([
  ['sendInformational', watchInformational],
  ['waitUntil', watchWaitUntil],
  ['with', watchWith],
])

function watcherOf(context: Context, key: PropertyKey, value: unknown): Watcher {
  if (typeof value !== 'function') return memberWatchers.get(key) ?? asItIs
  return methodWatchers.get(key) ?? (Object.hasOwn(context, key) || key === 'constructor' ? asItIs : bound)
}

function asItIs(_layer: Layer, _context: Context, value: unknown): unknown {
  return value
}

// The members of a context are private to it: its methods take no proxy for `this`.
function bound(_layer: Layer, context: Context, value: unknown): unknown {
  return typeof value === 'function' ? value.bind(context) : value
}

function watchRequest(layer: Layer, context: Context, request: unknown): unknown {
  layer.check(requestRules, { request, context, previous: requests.get(context) }, layer.server())
  requests.set(context, request)
  return request
}

const requests = new WeakMap<Context, unknown>()

function watchWith(layer: Layer, context: Context): Context['with'] {
  return (changes) => {
    const derived = context.with('body' in changes ? { ...changes, body: behind(changes.body) } : changes)
    layer.check(derivationRules, { original: context, derived, changes }, layer.server())
    return isObject(derived) ? watchContext(layer, derived, []) : derived
  }
}

// A proxy may not disguise a member that cannot change.
function isPinned(context: object, key: PropertyKey): boolean {
  const own = Object.getOwnPropertyDescriptor(context, key)
  return own !== undefined && own.configurable === false && own.writable !== true
}

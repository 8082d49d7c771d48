import { isProxy } from './object-kind.ts'

/** What was found where a property was looked for: a value, an accessor that is not run, or nothing. */
export type Found = { readonly value: unknown } | 'accessor' | 'uninitialized' | undefined

/** A property of an object itself; no code of the object runs. */
export function ownProperty(target: object, key: PropertyKey): Found {
  if (isProxy(target)) return undefined
  try {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key)
    if (!descriptor) return undefined
    return 'value' in descriptor ? { value: descriptor.value } : 'accessor'
  } catch {
    return 'uninitialized' // a variable before its declaration, or an export of a module that has not run
  }
}

/** A property of an object or of its prototypes; no code of theirs runs. */
export function inheritedProperty(target: object, key: PropertyKey): Found {
  let holder: object | null = target
  for (let depth = 0; holder !== null && depth < 50; depth++) {
    if (isProxy(holder)) return undefined
    const found = ownProperty(holder, key)
    if (found) return found
    holder = Reflect.getPrototypeOf(holder)
  }
  return undefined
}

// A DOMException has both as accessors of its prototype, which are the platform's own.
const platformGetters = new Map<PropertyKey, (() => unknown) | undefined>(
  ['name', 'message'].map((key) => [key, Reflect.getOwnPropertyDescriptor(DOMException.prototype, key)?.get]),
)

/** The text at a property, where there is one. */
export function textProperty(target: object, key: PropertyKey): string | undefined {
  const found = inheritedProperty(target, key)
  if (found === 'accessor') return platformText(target, key)
  return typeof found === 'object' && typeof found.value === 'string' ? found.value : undefined
}

function platformText(target: object, key: PropertyKey): string | undefined {
  const get = platformGetters.get(key)
  try {
    const text: unknown = get && Reflect.apply(get, target, [])
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined // not a DOMException
  }
}

/** The name of the class of an object, as far as it can be told without running code of it. */
export function classNameOf(target: object): string | undefined {
  const found = inheritedProperty(target, 'constructor')
  if (typeof found !== 'object' || typeof found.value !== 'function' || isProxy(found.value)) return undefined
  const name = ownProperty(found.value, 'name')
  return typeof name === 'object' && typeof name.value === 'string' && name.value !== '' ? name.value : undefined
}

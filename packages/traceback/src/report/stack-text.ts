import { isProxy } from '../values/object-kind.ts'
import { inheritedProperty, ownProperty, textProperty } from '../values/own-property.ts'

const nativeText = Function.prototype.toString
// What every error of this realm has; of an older engine there is none, and the stack is a value.
const nativeGetter = Reflect.getOwnPropertyDescriptor(new Error('only its stack is of interest'), 'stack')?.get

/** The stack of an error as text, or `''`. An accessor that is not the language's own is not run, and nor is `Error.prepareStackTrace`. */
export function stackText(error: object): string {
  if (isProxy(error)) return ''
  const own = ownProperty(error, 'stack')
  const found = own === 'accessor' ? { value: nativeStack(error) } : (own ?? inheritedProperty(error, 'stack'))
  return typeof found === 'object' && typeof found.value === 'string' ? found.value : ''
}

function nativeStack(error: object): unknown {
  const get = Reflect.getOwnPropertyDescriptor(error, 'stack')?.get
  return get && isNative(get) ? withoutPreparation(() => Reflect.apply(get, error, [])) : undefined
}

// That of another realm is told by its look; a bound function looks alike but for its name.
function isNative(get: () => unknown): boolean {
  if (get === nativeGetter) return true
  if (isProxy(get) || !/^function (?:get )?(?:stack)?\(\) \{\s*\[native code\]\s*\}$/.test(Reflect.apply(nativeText, get, []))) return false
  const name = ownProperty(get, 'name')
  return typeof name === 'object' && (name.value === '' || name.value === 'stack' || name.value === 'get stack')
}

// The first look at a stack formats it: with a function of the application's where there is one, and with name and message, which may be accessors.
function withoutPreparation<Result>(look: () => Result): Result | undefined {
  const before = Reflect.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const own = { value: prepared, configurable: true, enumerable: before?.enumerable ?? false, writable: true }
  if (!Reflect.defineProperty(Error, 'prepareStackTrace', own)) return undefined
  try {
    return look()
  } catch {
    return undefined // an error of another realm, whose formatting is not ours
  } finally {
    if (before) Reflect.defineProperty(Error, 'prepareStackTrace', before)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
  }
}

// It stays the stack of the error, so it has to be what everybody expects.
function prepared(error: object, calls: readonly unknown[]): string {
  const name = textProperty(error, 'name') ?? 'Error'
  const message = textProperty(error, 'message') ?? ''
  return [message === '' ? name : `${name}: ${message}`, ...calls.map((call) => `    at ${String(call)}`)].join('\n')
}

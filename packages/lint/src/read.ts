/** Anything that can have members. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** A member of what may be anything. */
export function read(value: unknown, key: PropertyKey): unknown {
  return isObject(value) ? Reflect.get(value, key) : undefined
}

/** The names among these that are not methods of the value. */
export function missingMethods(value: unknown, names: readonly PropertyKey[]): string[] {
  return names.filter((name) => typeof read(value, name) !== 'function').map(String)
}

/** Whether the value is a promise, or behaves as one. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof read(value, 'then') === 'function'
}

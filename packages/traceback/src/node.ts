interface Modules {
  'node:async_hooks': typeof import('node:async_hooks')
  'node:crypto': typeof import('node:crypto')
  'node:fs': typeof import('node:fs')
  'node:inspector': typeof import('node:inspector')
  'node:path': typeof import('node:path')
  'node:url': typeof import('node:url')
  'node:util': typeof import('node:util')
}

/** A module of Node, where the runtime has it and allows it; so nothing is loaded that is not needed, nor where it would fail. */
export function nodeModule<Name extends keyof Modules>(name: Name): Modules[Name] | undefined {
  try {
    // The interface above says what each name gives; the overloads of Node's types cannot be asked by a type parameter.
    return globalThis.process?.getBuiltinModule?.(name) as Modules[Name] | undefined
  } catch {
    return undefined // workerd knows the name and throws
  }
}

import { nodeModule } from '../node.ts'

const kinds = nodeModule('node:util')?.types

/** Whether looking at an object could run code of somebody's; where that cannot be known, it could. */
export function isProxy(target: object): boolean {
  return kinds ? kinds.isProxy(target) : true
}

/** Whether it is an error, of any realm. */
export function isError(target: unknown): target is Error {
  return typeof target === 'object' && target !== null && (kinds ? kinds.isNativeError(target) : target instanceof Error)
}

/** What kind of built-in object it is, by what it is made of and not by what it says. */
export function kindOf(target: object): string {
  if (!kinds) return 'object'
  if (Array.isArray(target)) return 'array'
  if (kinds.isNativeError(target)) return 'error'
  if (kinds.isMap(target)) return 'map'
  if (kinds.isSet(target)) return 'set'
  if (kinds.isDate(target)) return 'date'
  if (kinds.isRegExp(target)) return 'regexp'
  if (kinds.isTypedArray(target)) return 'bytes'
  if (kinds.isAnyArrayBuffer(target)) return 'buffer'
  if (kinds.isPromise(target)) return 'promise'
  if (kinds.isBoxedPrimitive(target)) return 'boxed'
  if (kinds.isGeneratorObject(target)) return 'generator'
  if (kinds.isWeakMap(target) || kinds.isWeakSet(target)) return 'weak'
  if (kinds.isModuleNamespaceObject(target)) return 'module'
  return 'object'
}

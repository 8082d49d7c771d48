// The language's own functions as they were when this module was loaded: an application that replaces them is not called.
const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect

const sizeOfMap = getterOf(Map.prototype, 'size')
const sizeOfSet = getterOf(Set.prototype, 'size')
const lengthOfBytes = getterOf(getPrototypeOf(Uint8Array.prototype) ?? {}, 'length')
const lengthOfBuffer = getterOf(ArrayBuffer.prototype, 'byteLength')
const sourceOfPattern = getterOf(RegExp.prototype, 'source')
const flagsOfPattern = [
  ['d', getterOf(RegExp.prototype, 'hasIndices')],
  ['g', getterOf(RegExp.prototype, 'global')],
  ['i', getterOf(RegExp.prototype, 'ignoreCase')],
  ['m', getterOf(RegExp.prototype, 'multiline')],
  ['s', getterOf(RegExp.prototype, 'dotAll')],
  ['u', getterOf(RegExp.prototype, 'unicode')],
  ['v', getterOf(RegExp.prototype, 'unicodeSets')],
  ['y', getterOf(RegExp.prototype, 'sticky')],
] as const
const { getTime, toISOString } = Date.prototype
const { entries } = Map.prototype
const { values } = Set.prototype
const nextEntry = methodOf(getPrototypeOf(new Map().entries()), 'next')
const nextValue = methodOf(getPrototypeOf(new Set().values()), 'next')

type Getter = (this: unknown) => unknown

/** How many entries a Map or Set has. */
export function sizeOf(target: object, kind: 'map' | 'set'): number {
  return Number(apply(kind === 'map' ? sizeOfMap : sizeOfSet, target, []))
}

/** How many elements a typed array has. */
export function elementCount(target: object): number {
  return Number(apply(lengthOfBytes, target, []))
}

/** How many bytes an ArrayBuffer has; `undefined` for one that is shared. */
export function bufferLength(target: object): number | undefined {
  try {
    return Number(apply(lengthOfBuffer, target, []))
  } catch {
    return undefined // the getter of ArrayBuffer refuses a SharedArrayBuffer
  }
}

/** The first entries of a Map. */
export function firstEntries(target: object, count: number): [unknown, unknown][] {
  return first<[unknown, unknown]>(apply(entries, target, []), nextEntry, count)
}

/** The first values of a Set. */
export function firstValues(target: object, count: number): unknown[] {
  return first<unknown>(apply(values, target, []), nextValue, count)
}

/** A date in ISO 8601. */
export function dateText(target: object): string {
  return Number.isNaN(apply(getTime, target, [])) ? 'Invalid Date' : apply(toISOString, target, [])
}

/** A pattern as it is written. */
export function patternText(target: object): string {
  const flags = flagsOfPattern.filter(([, getter]) => apply(getter, target, []) === true).map(([flag]) => flag)
  return `/${String(apply(sourceOfPattern, target, []))}/${flags.join('')}`
}

function first<Item>(iterator: object, next: Getter, count: number): Item[] {
  const items: Item[] = []
  while (items.length < count) {
    // The language's own iterators give nothing else.
    const { done, value } = apply(next, iterator, []) as IteratorResult<Item>
    if (done) break
    items.push(value)
  }
  return items
}

function getterOf(holder: object, name: string): Getter {
  return getOwnPropertyDescriptor(holder, name)?.get ?? (() => undefined)
}

function methodOf(holder: object | null, name: string): Getter {
  const method: unknown = holder && getOwnPropertyDescriptor(holder, name)?.value
  // A function takes any `this` as far as its type goes.
  return typeof method === 'function' ? (method as Getter) : () => ({ done: true })
}

import * as intrinsics from './intrinsics.ts'
import { defaultLimits, type Allowance, type Limits } from './limits.ts'
import { isProxy, kindOf } from './object-kind.ts'
import { classNameOf, ownProperty, textProperty, type Found } from './own-property.ts'
import type { Member, Value } from './value.ts'

/**
 * Describes any value within limits, without running any code of it: no getter, no trap of a proxy, no `toString`, no iterator.
 * Never throws.
 */
export function describeValue(value: unknown, allowance: Allowance, limits: Limits = defaultLimits): Value {
  return describe(value, { allowance, limits, outer: [] })
}

/** Describes what was found at a property. */
export function describeFound(found: Found, allowance: Allowance, limits: Limits = defaultLimits): Value {
  return ofFound(found, { allowance, limits, outer: [] })
}

interface Setting {
  readonly allowance: Allowance
  readonly limits: Limits
  /** The objects around this one. */
  readonly outer: readonly object[]
}

// A bigint of this size still has all of its digits written; the cost of more grows with their square.
const largestBigInt = 10n ** 60n

function describe(value: unknown, setting: Setting): Value {
  const described = typeof value === 'object' || typeof value === 'function' ? ofObject(value, setting) : ofPrimitive(value, setting.limits)
  setting.allowance.spend(described.text.length + 20)
  return described
}

function ofPrimitive(value: unknown, limits: Limits): Value {
  if (typeof value === 'string') return ofString(value, limits)
  if (typeof value === 'bigint') return { type: 'bigint', text: isLarge(value) ? 'a large bigint' : `${value}n` }
  if (typeof value === 'symbol') return { type: 'symbol', text: ofString(String(value), limits).text }
  return { type: typeof value, text: Object.is(value, -0) ? '-0' : String(value) }
}

function isLarge(value: bigint): boolean {
  return value > largestBigInt || value < -largestBigInt
}

function ofString(text: string, limits: Limits): Value {
  const more = text.length - limits.text
  return more > 0 ? { type: 'string', text: text.slice(0, limits.text), more } : { type: 'string', text }
}

function ofObject(value: object | null, setting: Setting): Value {
  if (value === null) return { type: 'null', text: 'null' }
  try {
    if (isProxy(value)) return { type: 'proxy', text: 'Proxy' }
    if (setting.outer.includes(value)) return { type: 'circular', text: '[circular]' }
    if (typeof value === 'function') return { type: 'function', text: functionText(value) }
    const kind = kindOf(value)
    return describers[kind]?.(value, setting) ?? plain(value, kind, setting)
  } catch {
    return { type: 'object', text: '[not readable]' } // such as a view on memory that was taken from under it
  }
}

function functionText(value: object): string {
  const name = ownProperty(value, 'name')
  const text = typeof name === 'object' && typeof name.value === 'string' ? name.value.slice(0, 100) : ''
  const prototype = Reflect.getOwnPropertyDescriptor(value, 'prototype')
  const isClass = prototype?.writable === false
  return `${isClass ? 'class' : 'function'} ${text === '' ? '(anonymous)' : text}`
}

type Describer = (value: object, setting: Setting) => Value

const describers: Readonly<Record<string, Describer>> = {
  array: ofArray,
  error: (value, setting) => ({ ...plain(value, 'error', setting), text: errorText(value, setting.limits) }),
  map: (value, setting) => ofMap(value, setting),
  set: (value, setting) => ofSet(value, setting),
  date: (value) => ({ type: 'date', text: intrinsics.dateText(value) }),
  regexp: (value, { limits }) => ({ type: 'regexp', text: intrinsics.patternText(value).slice(0, limits.text) }),
  bytes: ofBytes,
  buffer: (value) => ({ type: 'buffer', text: `${headOf(value, 'ArrayBuffer')}(${intrinsics.bufferLength(value) ?? 'shared'})` }),
  boxed: (value, setting) => ({ ...plain(value, 'boxed', setting), text: headOf(value, 'Object') }),
}

function plain(value: object, type: string, setting: Setting): Value {
  const head = Reflect.getPrototypeOf(value) === null ? (type === 'module' ? 'Module' : 'Object(null)') : headOf(value, 'Object')
  if (isDeep(setting)) return { type, text: head, ...cut(keyCount(value)) }
  const keys = Reflect.ownKeys(value).filter((key) => type !== 'error' || (key !== 'stack' && key !== 'message'))
  const members = some(keys, setting, (key) => ({ name: nameOf(key), value: ofFound(ownProperty(value, key), inside(setting, value)) }))
  return { type, text: head, members, ...cut(keys.length - members.length) }
}

function ofArray(value: object, setting: Setting): Value {
  const length = lengthOf(value)
  const head = headOf(value, 'Array')
  const text = `${head}(${length})`
  if (isDeep(setting)) return { type: 'array', text, ...cut(length) }
  const members = some(Array.from({ length: Math.min(length, setting.limits.members) }), setting, (_, index) => {
    const found = ownProperty(value, index)
    return { name: String(index), value: found ? ofFound(found, inside(setting, value)) : { type: 'empty', text: '[empty]' } }
  })
  return { type: 'array', text, members, ...cut(length - members.length) }
}

function ofMap(value: object, setting: Setting): Value {
  const size = intrinsics.sizeOf(value, 'map')
  const text = `${headOf(value, 'Map')}(${size})`
  if (isDeep(setting)) return { type: 'map', text, ...cut(size) }
  const members = some(intrinsics.firstEntries(value, setting.limits.members), setting, ([key, item]) => ({
    name: keyText(key),
    value: describe(item, inside(setting, value)),
  }))
  return { type: 'map', text, members, ...cut(size - members.length) }
}

function ofSet(value: object, setting: Setting): Value {
  const size = intrinsics.sizeOf(value, 'set')
  const text = `${headOf(value, 'Set')}(${size})`
  if (isDeep(setting)) return { type: 'set', text, ...cut(size) }
  const items = intrinsics.firstValues(value, setting.limits.members)
  const members = some(items, setting, (item, index) => ({ name: String(index), value: describe(item, inside(setting, value)) }))
  return { type: 'set', text, members, ...cut(size - members.length) }
}

function ofBytes(value: object, setting: Setting): Value {
  const length = intrinsics.elementCount(value)
  const text = `${headOf(value, 'TypedArray')}(${length})`
  if (isDeep(setting)) return { type: 'bytes', text, ...cut(length) }
  const members = some(Array.from({ length: Math.min(length, setting.limits.members) }), setting, (_, index) => ({
    name: String(index),
    value: ofFound(ownProperty(value, index), inside(setting, value)),
  }))
  return { type: 'bytes', text, members, ...cut(length - members.length) }
}

function ofFound(found: Found, setting: Setting): Value {
  if (found === 'accessor') return { type: 'accessor', text: '[getter, not run]' }
  if (found === 'uninitialized') return { type: 'uninitialized', text: '[not yet initialized]' }
  return describe(found?.value, setting)
}

// As many members as the limits and the allowance admit.
function some<Item>(items: readonly Item[], { limits, allowance }: Setting, describeItem: (item: Item, index: number) => Member): Member[] {
  const members: Member[] = []
  for (const [index, item] of items.entries()) {
    if (members.length >= limits.members || allowance.isSpent) break
    members.push(describeItem(item, index))
  }
  return members
}

function inside(setting: Setting, value: object): Setting {
  return { ...setting, outer: [...setting.outer, value] }
}

function isDeep({ outer, limits, allowance }: Setting): boolean {
  return outer.length >= limits.depth || allowance.isSpent
}

function cut(count: number): { more?: number } {
  return count > 0 ? { more: count } : {}
}

function keyCount(value: object): number {
  return Reflect.ownKeys(value).length
}

function lengthOf(value: object): number {
  const found = ownProperty(value, 'length')
  return typeof found === 'object' && typeof found.value === 'number' ? found.value : 0
}

function headOf(value: object, otherwise: string): string {
  return (classNameOf(value) ?? otherwise).slice(0, 100)
}

function nameOf(key: string | symbol): string {
  return typeof key === 'string' ? key.slice(0, 100) : `[${String(key).slice(0, 100)}]`
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return key.slice(0, 100)
  if (typeof key === 'object' && key !== null) return isProxy(key) ? 'Proxy' : headOf(key, 'Object')
  return typeof key === 'function' ? 'function' : ofPrimitive(key, { ...defaultLimits, text: 100 }).text
}

function errorText(value: object, limits: Limits): string {
  const name = textProperty(value, 'name') ?? headOf(value, 'Error')
  const message = textProperty(value, 'message') ?? ''
  return ofString(message === '' ? name : `${name}: ${message}`, limits).text
}

import { isJsonObject, type Json } from './json.ts'

/** A value that a session cannot keep; the message says where in the data it is. */
export class SessionDataError extends TypeError {
  override readonly name = 'SessionDataError'
}

const deepest = 100
const notInJson = new Set(['NaN', 'Infinity', '-Infinity', '-0'])

interface Trail {
  readonly key: string
  readonly value: object | undefined
  readonly parent: Trail | undefined
  readonly depth: number
}

/**
 * A value as JSON that `decodeValue` makes the same value of again. Beyond JSON it keeps Date, Map, Set, bigint, undefined, NaN, the infinities and -0,
 * each as an object with one name that begins with `$`.
 * @throws {SessionDataError} on a function, a symbol, a cycle or an object of a class.
 */
export function encodeValue(value: unknown, key: string): Json {
  return encode(value, key, undefined)
}

/** The value that was encoded, made anew. */
export function decodeValue(json: Json): unknown {
  if (Array.isArray(json)) return json.map(decodeValue)
  if (!isJsonObject(json)) return json
  const [name = '', ...more] = Object.keys(json)
  const tagged = more.length === 0 && name.startsWith('$') ? decodeTag(name, json[name]) : undefined
  return tagged ? tagged.value : decodePlain(json)
}

function encode(value: unknown, key: string, parent: Trail | undefined): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $f: Object.is(value, -0) ? '-0' : String(value) }
    case 'bigint':
      return { $n: String(value) }
    case 'undefined':
      return { $u: 0 }
    case 'object':
      return value === null ? null : encodeObject(value, key, parent)
    default:
      throw new SessionDataError(`session: cannot keep ${pathOf(key, parent)}, a ${typeof value}`)
  }
}

function encodeObject(value: object, key: string, parent: Trail | undefined): Json {
  const depth = (parent?.depth ?? 0) + 1
  if (depth > deepest) throw new SessionDataError(`session: cannot keep ${pathOf(key, parent)}, which is nested more than ${deepest} deep`)
  for (let trail = parent; trail; trail = trail.parent) {
    if (trail.value === value) throw new SessionDataError(`session: cannot keep ${pathOf(key, parent)}, which contains itself`)
  }
  const trail: Trail = { key, value, parent, depth }
  if (Array.isArray(value)) return encodeItems(value, trail)
  if (value instanceof Date) return { $d: Number.isNaN(value.getTime()) ? null : value.getTime() }
  if (value instanceof Map) return { $m: encodeItems([...value].flat(1), trail) }
  if (value instanceof Set) return { $s: encodeItems([...value], trail) }
  return encodePlain(value, trail)
}

function encodeItems(items: readonly unknown[], trail: Trail): Json[] {
  return Array.from(items, (item, index) => encode(item, `[${index}]`, trail))
}

function encodePlain(value: object, trail: Trail): Json {
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null)
  if (!isPlain || Object.getOwnPropertySymbols(value).length > 0)
    throw new SessionDataError(`session: cannot keep ${describe(value, trail)}`)
  const names = Object.keys(value)
  const object: Record<string, Json> = {}
  for (const name of names) define(object, name, encode(Reflect.get(value, name), `.${name}`, trail))
  return names.length === 1 && names[0]?.startsWith('$') ? { $o: object } : object
}

function describe(value: object, { key, parent }: Trail): string {
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  return `${pathOf(key, parent)}, ${kind === 'Object' ? 'an object of a class or with symbols' : `a ${kind}`}; keep what it is made of instead`
}

function pathOf(key: string, parent: Trail | undefined): string {
  return parent ? pathOf(parent.key, parent.parent) + key : key
}

// By assignment a property named __proto__ would become the prototype.
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}

// What does not have the shape that was encoded was not encoded here, and is left as it is.
function decodeTag(tag: string, item: Json | undefined): { value: unknown } | undefined {
  if (tag === '$d' && (typeof item === 'number' || item === null)) return { value: new Date(item ?? Number.NaN) }
  if (tag === '$n' && typeof item === 'string' && /^-?\d+$/.test(item)) return { value: BigInt(item) }
  if (tag === '$u' && item === 0) return { value: undefined }
  if (tag === '$f' && typeof item === 'string' && notInJson.has(item)) return { value: Number(item) }
  if (tag === '$s' && Array.isArray(item)) return { value: new Set(item.map(decodeValue)) }
  if (tag === '$m' && Array.isArray(item)) return { value: new Map(pairsOf(item.map(decodeValue))) }
  if (tag === '$o' && isJsonObject(item)) return { value: decodePlain(item) }
  return undefined
}

function decodePlain(json: { readonly [name: string]: Json }): object {
  const object = {}
  for (const [name, item] of Object.entries(json)) define(object, name, decodeValue(item))
  return object
}

function pairsOf(items: readonly unknown[]): [unknown, unknown][] {
  return Array.from({ length: items.length >> 1 }, (_, index) => [items[2 * index], items[2 * index + 1]])
}

// https://fetch.spec.whatwg.org/#headers-class
import { HeaderIterator } from './header-iterator.ts'
import { inspectAs } from './inspect-as.ts'
import { inheritLate } from './late-prototype.ts'
import { sortAndCombine } from './sort-and-combine.ts'

/** What a list of header fields can be made from: pairs (another list, a `Headers`, a `Map`) or an object. */
export type HeaderInit = Iterable<readonly [string, string]> | Readonly<Record<string, string>>

/** Header fields that can be read: names are matched without case, repeated fields are joined as Fetch joins them. */
export interface ReadonlyHeaders extends Iterable<[string, string]> {
  /** The value of a field, repeated ones joined with `, ` (`cookie` with `; `), or `null`. */
  get(name: string): string | null
  /** Whether there is a field of this name. */
  has(name: string): boolean
  /** Each `Set-Cookie` value on its own. */
  getSetCookie(): string[]
  /** The names, in lower case and sorted, as `values` and `entries` are. */
  keys(): IterableIterator<string>
  /** The values, repeated ones joined. */
  values(): IterableIterator<string>
  /** Names with values. */
  entries(): IterableIterator<[string, string]>
  /** Calls back for each name. */
  forEach(callback: (value: string, name: string, headers: ReadonlyHeaders) => void, thisArg?: unknown): void
}

/** Header fields that can be changed: the interface of Fetch's `Headers`, without loading it. */
export interface MutableHeaders extends ReadonlyHeaders {
  /**
   * Adds a field and keeps those of the same name.
   * @throws {TypeError} when it cannot be sent, as `set` does.
   */
  append(name: string, value: string): void
  /** Removes all fields of this name. */
  delete(name: string): void
  /** Replaces all fields of this name with one. */
  set(name: string, value: string): void
}

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const forbidden = /[\0\r\n\u0100-\uffff]/
const none: readonly string[] = []

/** Fetch's `Headers` over a flat list of names and values, which a server writes out as it stands. */
export class HeaderList implements MutableHeaders {
  #fields: readonly string[] = none
  #owned: string[] | undefined
  #immutable = false
  #sorted: [string, string][] | undefined

  constructor(init?: HeaderInit) {
    if (init === undefined) return
    if (typeof init !== 'object' || init === null) throw new TypeError('gateway: header fields are an object or pairs')
    if (isIterable(init)) for (const pair of init) this.append(...checkPair(pair))
    // A key has a value. Entries would take 150 ns more.
    else for (const name of Object.keys(init)) this.append(name, init[name] as string)
  }

  /** A list over fields that are known to be valid; they are copied before the first change. */
  static over(fields: readonly string[], immutable = false): HeaderList {
    const list = new HeaderList()
    list.#fields = fields
    list.#immutable = immutable
    return list
  }

  /** The fields as they stand, in order, repeated names included: name, value, name, value. Later changes leave them alone. */
  static fieldsOf(list: HeaderList): readonly string[] {
    list.#owned = undefined
    return list.#fields
  }

  get(name: string): string | null {
    return this.#join(checkName(name, arguments.length))
  }

  has(name: string): boolean {
    return this.#join(checkName(name, arguments.length)) !== null
  }

  getSetCookie(): string[] {
    return this.#fields.filter((_, index) => index % 2 === 1 && isNamed(this.#fields[index - 1], 'set-cookie'))
  }

  append(name: string, value: string): void {
    const key = checkName(name, arguments.length)
    const text = checkValue(key, value, arguments.length)
    this.#change().push(key, text)
  }

  delete(name: string): void {
    const key = checkName(name, arguments.length)
    const fields = this.#change()
    for (let index = fields.length - 2; index >= 0; index -= 2) if (fields[index] === key) fields.splice(index, 2)
  }

  set(name: string, value: string): void {
    const key = checkName(name, arguments.length)
    const text = checkValue(key, value, arguments.length)
    const fields = this.#change()
    let first = -1
    for (let index = fields.length - 2; index >= 0; index -= 2) {
      if (fields[index] !== key) continue
      if (first !== -1) fields.splice(first, 2)
      first = index
    }
    if (first === -1) fields.push(key, text)
    else fields[first + 1] = text
  }

  entries(): IterableIterator<[string, string]> {
    return this.#iterate(([name, value]) => [name, value])
  }

  keys(): IterableIterator<string> {
    return this.#iterate(([name]) => name)
  }

  values(): IterableIterator<string> {
    return this.#iterate(([, value]) => value)
  }

  forEach(callback: (value: string, name: string, headers: HeaderList) => void, thisArg?: unknown): void {
    if (typeof callback !== 'function') throw new TypeError('gateway: forEach() takes a function')
    for (const [name, value] of this) callback.call(thisArg, value, name, this)
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }

  get [Symbol.toStringTag](): string {
    return 'Headers'
  }

  // Fetch "get", but for cookies, which RFC 9110 §5.3 would break (RFC 6265 §5.4)
  #join(key: string): string | null {
    const fields = this.#fields
    let joined: string | null = null
    for (let index = 0; index < fields.length; index += 2) {
      if (!isNamed(fields[index], key)) continue
      const value = fields[index + 1] ?? ''
      joined = joined === null ? value : joined + (key === 'cookie' ? '; ' : ', ') + value
    }
    return joined
  }

  #change(): string[] {
    if (this.#immutable) throw new TypeError('gateway: these header fields are read-only')
    this.#sorted = undefined
    if (this.#owned) return this.#owned
    this.#owned = this.#fields.map((field, index) => (index % 2 === 0 ? field.toLowerCase() : field))
    this.#fields = this.#owned
    return this.#owned
  }

  #iterate<Item>(pick: (entry: [string, string]) => Item): IterableIterator<Item> {
    this.#entries()
    return new HeaderIterator((index) => {
      const entry = this.#entries()[index]
      return entry && pick(entry)
    })
  }

  #entries(): [string, string][] {
    return (this.#sorted ??= sortAndCombine(this.#fields))
  }
}

inheritLate(HeaderList.prototype, () => Headers.prototype)
inspectAs(HeaderList.prototype, 'Headers', (list) => Object.fromEntries(list))

/**
 * The fields of any headers object as a flat list, each `Set-Cookie` on its own.
 * @throws {TypeError} when one cannot be sent.
 */
export function fieldsOf(headers: ReadonlyHeaders | Headers): readonly string[] {
  if (headers instanceof HeaderList) return HeaderList.fieldsOf(headers)
  const list = new HeaderList()
  headers.forEach((value, name) => {
    if (name !== 'set-cookie') list.append(name, value)
  })
  for (const cookie of headers.getSetCookie()) list.append('set-cookie', cookie)
  return HeaderList.fieldsOf(list)
}

function isIterable(init: HeaderInit): init is Iterable<readonly [string, string]> {
  return Symbol.iterator in init
}

function checkPair(pair: Iterable<string>): [string, string] {
  const items = [...pair]
  if (typeof pair !== 'string' && isPair(items)) return items
  throw new TypeError('gateway: a header field is a name and a value')
}

function isPair(items: string[]): items is [string, string] {
  return items.length === 2
}

/** Whether a text is a token (RFC 9110 §5.6.2), as methods and field names are. */
export function isToken(text: string): boolean {
  return token.test(text)
}

function isNamed(field: string | undefined, key: string): boolean {
  return field !== undefined && field.length === key.length && (field === key || field.toLowerCase() === key)
}

// Names that were tested before, in lower case: 25 ns less each time. There are few of them.
const knownNames = new Map<string, string>()

function checkName(name: string, count: number): string {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  if (count < 1) throw new TypeError('gateway: the name of a header field is missing')
  const text = `${name}`
  if (!isToken(text)) throw new TypeError(`gateway: ${JSON.stringify(text)} is not a header field name`)
  const key = text.toLowerCase()
  if (knownNames.size < 200) knownNames.set(text, key)
  return key
}

function checkValue(key: string, value: string, count: number): string {
  if (count < 2) throw new TypeError('gateway: the value of a header field is missing')
  const text = trimmed(`${value}`)
  if (!forbidden.test(text)) return text
  throw new TypeError(`gateway: the value of the header field '${key}' has a CR, LF, NUL or a character beyond latin1`)
}

// A regular expression takes quadratic time for blanks inside a value; String.trim() takes more than HTTP's whitespace.
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (start < end && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}

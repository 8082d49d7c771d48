// https://fetch.spec.whatwg.org/#headers-class

/** What a list of header fields can be made from: pairs (another list, a `Headers`, a `Map`) or an object. */
export type HeaderInit = Iterable<readonly [string, string]> | Readonly<Record<string, string>>

/** Header fields that can be read: names are matched without case, repeated fields are joined as Fetch joins them. */
export interface ReadonlyHeaders extends Iterable<[string, string]> {
  /** The value of a field, repeated ones joined with `, ` (`cookie` with `; `), or `null`. */
  get(name: string): string | null
  has(name: string): boolean
  /** Each `Set-Cookie` value on its own. */
  getSetCookie(): string[]
  keys(): IterableIterator<string>
  values(): IterableIterator<string>
  entries(): IterableIterator<[string, string]>
  forEach(callback: (value: string, name: string, headers: ReadonlyHeaders) => void, thisArg?: unknown): void
}

/** Header fields that can be changed: the interface of Fetch's `Headers`, without loading it. */
export interface MutableHeaders extends ReadonlyHeaders {
  /** Adds a field and keeps those of the same name. */
  append(name: string, value: string): void
  delete(name: string): void
  /** Replaces all fields of this name with one. */
  set(name: string, value: string): void
}

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const forbidden = /[\0\r\n\u0100-\uffff]/
const surroundingSpace = /^[\t\n\r ]+|[\t\n\r ]+$/g

/** Fetch's `Headers` over a flat list of names and values, which a server writes out as it stands. */
export class HeaderList implements MutableHeaders {
  #fields: readonly string[]
  #owned: string[] | undefined
  #immutable = false
  #sorted: [string, string][] | undefined

  constructor(init?: HeaderInit) {
    this.#fields = this.#owned = []
    if (init === undefined) return
    if (typeof init !== 'object' || init === null) throw new TypeError('gateway: header fields are an object or pairs')
    for (const [name, value] of pairsOf(init)) this.append(name, value)
  }

  /** A list over fields that are known to be valid; they are copied before the first change. */
  static over(fields: readonly string[], immutable = false): HeaderList {
    const list = new HeaderList()
    list.#fields = fields
    list.#owned = undefined
    list.#immutable = immutable
    return list
  }

  /** The fields as they stand, in order, repeated names included: name, value, name, value. Not to be changed. */
  static fieldsOf(list: HeaderList): readonly string[] {
    return list.#fields
  }

  get(name: string): string | null {
    const key = checkName(name)
    const fields = this.#fields
    let value: string | null = null
    for (let index = 0; index < fields.length; index += 2) {
      if (!isNamed(fields[index], key)) continue
      const next = fields[index + 1] ?? ''
      value = value === null ? next : value + (key === 'cookie' ? '; ' : ', ') + next
    }
    return value
  }

  has(name: string): boolean {
    const key = checkName(name)
    for (let index = 0; index < this.#fields.length; index += 2) if (isNamed(this.#fields[index], key)) return true
    return false
  }

  getSetCookie(): string[] {
    return this.#fields.filter((_, index) => index % 2 === 1 && isNamed(this.#fields[index - 1], 'set-cookie'))
  }

  append(name: string, value: string): void {
    const key = checkName(name)
    const checked = checkValue(key, value)
    this.#change().push(key, checked)
  }

  delete(name: string): void {
    const key = checkName(name)
    const fields = this.#change()
    for (let index = fields.length - 2; index >= 0; index -= 2) if (fields[index] === key) fields.splice(index, 2)
  }

  set(name: string, value: string): void {
    const key = checkName(name)
    const checked = checkValue(key, value)
    const fields = this.#change()
    const first = fields.findIndex((field, index) => index % 2 === 0 && field === key)
    if (first === -1) {
      fields.push(key, checked)
      return
    }
    fields[first + 1] = checked
    for (let index = fields.length - 2; index > first; index -= 2) if (fields[index] === key) fields.splice(index, 2)
  }

  *entries(): IterableIterator<[string, string]> {
    for (let index = 0; ; index++) {
      const entry = this.#entries()[index]
      if (!entry) return
      yield [entry[0], entry[1]]
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value
  }

  forEach(callback: (value: string, name: string, headers: HeaderList) => void, thisArg?: unknown): void {
    if (typeof callback !== 'function') throw new TypeError('gateway: forEach takes a function')
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this)
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }

  get [Symbol.toStringTag](): string {
    return 'Headers'
  }

  #change(): string[] {
    if (this.#immutable) throw new TypeError('gateway: these header fields are read-only')
    this.#sorted = undefined
    if (this.#owned) return this.#owned
    this.#owned = this.#fields.map((field, index) => (index % 2 === 0 ? field.toLowerCase() : field))
    this.#fields = this.#owned
    return this.#owned
  }

  // Fetch "sort and combine": by name, joined, but each Set-Cookie alone.
  #entries(): [string, string][] {
    if (this.#sorted) return this.#sorted
    const names = this.#fields.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
    const unique = [...new Set(names)].sort()
    this.#sorted = unique.flatMap((name) => this.#valuesOf(name).map((value): [string, string] => [name, value]))
    return this.#sorted
  }

  #valuesOf(name: string): string[] {
    return name === 'set-cookie' ? this.getSetCookie() : [this.get(name) ?? '']
  }
}

// `headers instanceof Headers` holds without loading the global until somebody asks.
Object.setPrototypeOf(
  HeaderList.prototype,
  new Proxy(
    {},
    {
      getPrototypeOf: () => {
        Object.setPrototypeOf(HeaderList.prototype, Headers.prototype)
        return Headers.prototype
      },
    },
  ),
)

/** The fields of any headers object as a flat list, each `Set-Cookie` on its own. */
export function fieldsOf(headers: ReadonlyHeaders | Headers): readonly string[] {
  if (headers instanceof HeaderList) return HeaderList.fieldsOf(headers)
  const fields: string[] = []
  headers.forEach((value, name) => {
    if (name !== 'set-cookie') fields.push(name, value)
  })
  for (const cookie of headers.getSetCookie()) fields.push('set-cookie', cookie)
  return fields
}

function pairsOf(init: HeaderInit): Iterable<readonly [string, string]> {
  if (!(Symbol.iterator in init)) return Object.entries(init)
  return Array.from(init as Iterable<readonly [string, string]>, (pair) => {
    const [name, value, ...more] = pair
    if (name === undefined || value === undefined || more.length > 0) throw new TypeError('gateway: a header field is a name and a value')
    return [name, value]
  })
}

function isNamed(field: string | undefined, key: string): boolean {
  return field !== undefined && field.length === key.length && (field === key || field.toLowerCase() === key)
}

function checkName(name: string): string {
  const text = String(name)
  if (!token.test(text)) throw new TypeError(`gateway: ${JSON.stringify(text)} is not a header field name`)
  return text.toLowerCase()
}

function checkValue(name: string, value: string): string {
  const text = String(value).replace(surroundingSpace, '')
  if (forbidden.test(text))
    throw new TypeError(`gateway: the value of the header field '${name}' has a CR, LF, NUL or a character beyond latin1`)
  return text
}

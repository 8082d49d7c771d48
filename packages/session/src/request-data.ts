import type { Json } from './json.ts'
import { isSame, type Changes } from './merge.ts'
import { decodeValue, encodeValue } from './value-codec.ts'

/** The data of one request: read from what was kept, decoded key by key when asked for, changed here. */
export class RequestData {
  readonly #kept: ReadonlyMap<string, Json>
  // What was handed out or set, and may be changed in depth; undefined where a key was deleted.
  #live: Map<string, { readonly value: unknown } | undefined> | undefined

  constructor(kept: ReadonlyMap<string, Json>) {
    this.#kept = kept
  }

  get(key: string): unknown {
    if (this.#live?.has(key)) return this.#live.get(key)?.value
    const json = this.#kept.get(key)
    if (json === undefined) return undefined
    const value = decodeValue(json)
    if (typeof value === 'object' && value !== null) this.#open().set(key, { value })
    return value
  }

  has(key: string): boolean {
    return this.#live?.has(key) ? this.#live.get(key) !== undefined : this.#kept.has(key)
  }

  /** @throws {SessionDataError} when the value cannot be kept. */
  set(key: string, value: unknown): void {
    if (typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol') encodeValue(value, key)
    this.#open().set(key, { value })
  }

  delete(key: string): boolean {
    const had = this.has(key)
    if (had) this.#open().set(key, undefined)
    return had
  }

  keys(): string[] {
    const added = [...(this.#live?.keys() ?? [])].filter((key) => !this.#kept.has(key))
    return [...this.#kept.keys(), ...added].filter((key) => this.has(key))
  }

  /** What is different from what was kept, also deep inside of what was handed out; undefined when nothing is. */
  changes(): Changes | undefined {
    if (!this.#live) return undefined
    let changes: Map<string, Json | undefined> | undefined
    for (const [key, live] of this.#live) {
      const json = live && encodeValue(live.value, key)
      if (!isSame(json, this.#kept.get(key))) (changes ??= new Map()).set(key, json)
    }
    return changes
  }

  #open(): Map<string, { readonly value: unknown } | undefined> {
    return (this.#live ??= new Map())
  }
}

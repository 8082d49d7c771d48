interface Entry<Value> {
  readonly value: Value
  readonly weight: number
}

/** A map that forgets what was used least recently when there is too much in it. */
export class RecentMap<Key, Value> {
  readonly #entries = new Map<Key, Entry<Value>>()
  readonly #largest: number
  #weight = 0

  /** `largest` is the sum of weights that it holds at most. */
  constructor(largest: number) {
    this.#largest = largest
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: Key, value: Value, weight = 1): void {
    this.delete(key)
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#largest) return
      this.delete(oldest)
    }
  }

  delete(key: Key): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    this.#weight -= entry.weight
  }
}

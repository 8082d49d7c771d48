/** What was used last, up to a number of bytes. */
export class RecentBytes<Item> {
  readonly #limit: number
  readonly #items = new Map<string, { item: Item; bytes: number }>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): Item | undefined {
    const found = this.#items.get(key)
    if (!found) return undefined
    this.#items.delete(key)
    this.#items.set(key, found)
    return found.item
  }

  /** Keeps an item, unless it is larger than all of the limit. */
  set(key: string, item: Item, bytes: number): void {
    this.#remove(key)
    if (bytes > this.#limit) return
    this.#items.set(key, { item, bytes })
    this.#bytes += bytes
    for (const oldest of this.#items.keys()) {
      if (this.#bytes <= this.#limit) break
      this.#remove(oldest)
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#items.get(key)?.bytes ?? 0
    this.#items.delete(key)
  }
}

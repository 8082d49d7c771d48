// https://webidl.spec.whatwg.org/#es-iterator-prototype-object

/** A live iterator over sorted fields: what is changed on the way is seen. */
export class HeaderIterator<Item> implements IterableIterator<Item> {
  readonly #itemAt: (index: number) => Item | undefined
  #index = 0

  constructor(itemAt: (index: number) => Item | undefined) {
    this.#itemAt = itemAt
  }

  next(): IteratorResult<Item, undefined> {
    const value = this.#itemAt(this.#index)
    if (value === undefined) return { value: undefined, done: true }
    this.#index++
    return { value, done: false }
  }

  [Symbol.iterator](): this {
    return this
  }

  get [Symbol.toStringTag](): string {
    return 'Headers Iterator'
  }
}

Object.setPrototypeOf(HeaderIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([].values())))
Object.defineProperty(HeaderIterator.prototype, 'next', { enumerable: true })

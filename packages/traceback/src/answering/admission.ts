/** How errors are kept from taking all of the time: only so many get a report. */
export class Admission {
  readonly #now: () => number
  readonly #kinds = new Map<string, Kind>()
  readonly #all: Bucket

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#all = new Bucket(20, 100, now())
  }

  /** Whether an error gets a report: some of each kind, and so many altogether; of one that a developer looks at, only the latter counts. */
  admits(signature: string, isSeen: boolean): { readonly repeated: number } | undefined {
    const now = this.#now()
    const kind = this.#kindOf(signature, now)
    if ((isSeen || kind.bucket.take(now)) && this.#all.take(now)) {
      const { repeated } = kind
      kind.repeated = 0
      return { repeated }
    }
    kind.repeated++
    return undefined
  }

  #kindOf(signature: string, now: number): Kind {
    const known = this.#kinds.get(signature)
    const kind = known ?? { bucket: new Bucket(5, 10_000, now), repeated: 0 }
    if (known) return kind
    this.#kinds.set(signature, kind)
    for (const oldest of this.#kinds.keys()) {
      if (this.#kinds.size <= 500) break
      this.#kinds.delete(oldest)
    }
    return kind
  }
}

interface Kind {
  readonly bucket: Bucket
  /** How many had no report since the last that had one. */
  repeated: number
}

/** So many at once, and one more each interval. */
class Bucket {
  readonly #size: number
  readonly #interval: number
  #level: number
  #at: number

  constructor(size: number, interval: number, now: number) {
    this.#size = size
    this.#interval = interval
    this.#level = size
    this.#at = now
  }

  take(now: number): boolean {
    this.#level = Math.min(this.#size, this.#level + (now - this.#at) / this.#interval)
    this.#at = now
    if (this.#level < 1) return false
    this.#level--
    return true
  }
}

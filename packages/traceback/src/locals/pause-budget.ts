// V8 collects the frames before it calls back, which a clock in here does not see.
const unseen = 0.3
// Milliseconds that all of the time would give: a single slow look is no storm.
const burst = 2000

/** The share of time that pauses may take. */
export class PauseBudget {
  readonly #share: number
  #since = 0
  #spent = 0

  constructor(share: number) {
    this.#share = share
  }

  /** Notes what a pause took, and tells for how many milliseconds there should be none: `0` while all is well. */
  spend(milliseconds: number, now: number): number {
    if (this.#since === 0 || now - this.#since > 10_000) {
      this.#since = now
      this.#spent = 0
    }
    this.#spent += milliseconds + unseen
    if (this.#spent <= this.#share * (burst + now - this.#since)) return 0
    const rest = this.#spent / this.#share - burst - (now - this.#since)
    this.#since = 0
    return Math.min(Math.max(rest, 100), 60_000)
  }
}

import type { PasswordHash } from './password-hash.ts'

const mostCosts = 8

/**
 * Checks passwords so that the time does not tell whose hash it is, nor whether there is one: for each cost that is known a hash of this cost is tried,
 * the one in question or else any other.
 */
export class EqualWork {
  readonly #samples = new Map<string, PasswordHash>()

  constructor(samples: Iterable<PasswordHash>) {
    for (const sample of samples) if (!this.#samples.has(sample.cost)) this.#samples.set(sample.cost, sample)
  }

  /** Whether one of the passwords is that of the hash; without a hash none is. */
  async matches(hash: PasswordHash | undefined, passwords: readonly Uint8Array[]): Promise<boolean> {
    if (hash) this.#learn(hash)
    const samples = [...this.#samples.values()] // as they are now: others learn meanwhile
    let isMatch = false
    for (const sample of samples) {
      const tried = hash?.cost === sample.cost ? hash : sample
      for (const password of passwords) {
        const fits = await tried.matches(password)
        isMatch ||= fits && tried === hash
      }
    }
    return isMatch
  }

  // The first is that of new hashes, and stays.
  #learn(hash: PasswordHash): void {
    if (this.#samples.has(hash.cost)) return
    const [, oldest] = this.#samples.keys()
    if (this.#samples.size >= mostCosts && oldest !== undefined) this.#samples.delete(oldest)
    this.#samples.set(hash.cost, hash)
  }
}

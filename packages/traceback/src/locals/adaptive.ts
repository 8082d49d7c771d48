import { watch } from './watch.ts'

// An error that comes back seldom is waited for longer each time.
const windows = [10_000, 60_000, 600_000]
const share = 0.01
const mostSignatures = 500

/** Arms the watch for a while after an error without values, so that the next of its kind has some; costs nothing before. */
export class AdaptiveArming {
  /** How often each kind of error came without values; Infinity once it had some. */
  readonly #seen = new Map<string, number>()
  readonly #wanted = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Whether requests are to be watched. */
  get isArmed(): boolean {
    return this.#timer !== undefined
  }

  /** An error has been answered. */
  noticed(signature: string, hasValues: boolean): void {
    const count = this.#seen.get(signature) ?? 0
    this.#seen.delete(signature)
    this.#seen.set(signature, hasValues ? Number.POSITIVE_INFINITY : count + 1)
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= mostSignatures) break
      this.#seen.delete(oldest)
    }
    if (hasValues) this.#had(signature)
    else if (count !== Number.POSITIVE_INFINITY) this.#arm(signature, windows[Math.min(count, windows.length - 1)] ?? 0)
  }

  #arm(signature: string, milliseconds: number): void {
    this.#wanted.add(signature)
    if (this.isArmed) return
    watch.hold(share)
    this.#timer = setTimeout(() => this.#disarm(), milliseconds)
    this.#timer.unref?.()
  }

  #had(signature: string): void {
    if (this.#wanted.delete(signature) && this.#wanted.size === 0) this.#disarm()
  }

  #disarm(): void {
    if (!this.isArmed) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#wanted.clear()
    watch.release(true)
  }
}

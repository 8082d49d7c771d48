/** How much of values is written down. */
export interface Limits {
  /** Levels of members. */
  readonly depth: number
  /** Members of one value. */
  readonly members: number
  /** Characters of one string. */
  readonly text: number
}

export const defaultLimits: Limits = { depth: 3, members: 10, text: 200 }

/** What may still be written, in characters, about; all values of one report share it. */
export class Allowance {
  #left: number

  constructor(characters = 65_536) {
    this.#left = characters
  }

  get isSpent(): boolean {
    return this.#left <= 0
  }

  spend(characters: number): void {
    this.#left -= characters
  }
}

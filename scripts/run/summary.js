const counts = /^\d+ passed, \d+ failed, \d+ skipped$/

/** Passes lines on, but holds back to the end why tests were skipped, and the counts for the very last. */
export class Summary {
  #write
  #partial = ''
  #reasons = new Map()
  #counts

  constructor(write) {
    this.#write = write
  }

  take(text) {
    const lines = (this.#partial + text).split('\n')
    this.#partial = lines.pop()
    for (const line of lines) this.#sort(line)
  }

  end() {
    if (this.#partial) this.#sort(this.#partial)
    for (const [reason, times] of this.#reasons) this.#write(times === 1 ? reason : `${reason}, ${times} times`)
    if (this.#counts) this.#write(this.#counts)
  }

  #sort(line) {
    if (counts.test(line)) this.#counts = line
    else if (line.startsWith('skipped: ')) this.#reasons.set(line, (this.#reasons.get(line) ?? 0) + 1)
    else this.#write(line)
  }
}

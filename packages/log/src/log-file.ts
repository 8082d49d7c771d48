import { nodeFiles } from './node-files.ts'

/** A file that lines are appended to. */
export interface LogFile {
  /** Appends a line, within a tenth of a second. */
  readonly write: (line: string) => void
  /** Writes what is left, and closes the file. */
  close(): void
}

const delay = 100
const largestBatch = 65_536
const mostKept = 1_048_576

/**
 * Appends lines to a file, many at once, and what is left when the process exits. A file that was renamed or removed, as logrotate does, is opened anew.
 * When it cannot be written, as on a full disk, the last MiB of lines, at least, is kept until it can be.
 * @throws {TypeError} on a runtime without files.
 * @throws {Error} the system's error when it cannot be opened.
 */
export function logFile(path: string): LogFile {
  const appender = new Appender(path)
  const flush = () => appender.flush()
  process.on('exit', flush)
  return {
    write: (line) => appender.add(`${line}\n`),
    close() {
      process.off('exit', flush)
      appender.close()
    },
  }
}

class Appender {
  readonly #path: string
  #descriptor: number
  #pending: Buffer[] = []
  #length = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #isFailing = false
  #isClosed = false

  constructor(path: string) {
    this.#path = path
    this.#descriptor = open(path)
  }

  add(line: string): void {
    if (this.#isClosed) throw new TypeError(`log: ${this.#path} is closed`)
    const bytes = Buffer.from(line)
    this.#pending.push(bytes)
    this.#length += bytes.byteLength
    if (this.#length > 2 * mostKept) this.#forget()
    if (this.#length >= largestBatch && !this.#isFailing) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), delay).unref()
  }

  // Synchronous, as what a thread has in hand when the process exits is lost or doubled; 64 KiB to the page cache take 30 µs.
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#length === 0) return
    const batch = Buffer.concat(this.#pending)
    let written = 0
    try {
      this.#reopenIfRotated()
      while (written < batch.byteLength) written += nodeFiles().writeSync(this.#descriptor, batch, written)
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) console.error(`log: ${this.#path} cannot be written: ${String(error)}`)
      this.#isFailing = true
    }
    this.#drop(written)
  }

  close(): void {
    if (this.#isClosed) return
    this.flush()
    this.#isClosed = true
    nodeFiles().closeSync(this.#descriptor)
  }

  // Half at a time, as taking one from the front moves all others.
  #forget(): void {
    let count = 0
    while (this.#length > mostKept) this.#length -= this.#pending[count++]?.byteLength ?? this.#length
    this.#pending.splice(0, count)
  }

  #drop(written: number): void {
    this.#length -= written
    let left = written
    for (let first = this.#pending[0]; first && left > 0; first = this.#pending[0]) {
      if (left < first.byteLength) this.#pending[0] = first.subarray(left)
      else this.#pending.shift()
      left -= first.byteLength
    }
  }

  #reopenIfRotated(): void {
    const found = nodeFiles().statSync(this.#path, { throwIfNoEntry: false })
    const { ino, dev } = nodeFiles().fstatSync(this.#descriptor)
    if (found?.ino === ino && found.dev === dev) return
    const reopened = open(this.#path)
    nodeFiles().closeSync(this.#descriptor)
    this.#descriptor = reopened
  }
}

function open(path: string): number {
  return nodeFiles().openSync(path, 'a', 0o640)
}

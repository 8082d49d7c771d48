import { nodeModule } from '../node.ts'
import { RecentBytes } from './recent-bytes.ts'

// A stack is text that an error can make up: nothing but programs is read, and nothing outside the root.
const readable = /\.(?:[cm]?[jt]s|[jt]sx|map)$/i
const hidden = /[\\/]\.(?!pnpm[\\/])[^\\/]+$/

/** Reads source from below one folder. */
export class SourceFiles {
  readonly #root: string | undefined
  readonly #largest: number
  readonly #recent = new RecentBytes<{ stamp: string; text: string }>(33_554_432)

  /** Nothing is read without a root; `largest` is the size of what is read at the most, in bytes. */
  constructor(root: string | undefined, largest = 50_331_648) {
    this.#root = root === undefined ? undefined : realPath(root)
    this.#largest = largest
  }

  /** The folder that is read, with its links resolved. */
  get root(): string | undefined {
    return this.#root
  }

  /** The text of a file, or `undefined` where it is not there, too large, no source, or outside the root. */
  read(path: string): string | undefined {
    const fs = nodeModule('node:fs')
    const real = fs && realPath(path)
    if (!fs || real === undefined || !readable.test(real) || hidden.test(real) || !this.isInside(real)) return undefined
    try {
      const status = fs.statSync(real)
      if (!status.isFile() || status.size > this.#largest) return undefined
      const stamp = `${status.mtimeMs} ${status.size}`
      const known = this.#recent.get(real)
      if (known?.stamp === stamp) return known.text
      const text = fs.readFileSync(real, 'utf8')
      this.#recent.set(real, { stamp, text }, text.length)
      return text
    } catch {
      return undefined // gone or not ours to read: the frame is shown without its source
    }
  }

  /** Whether a real path lies below the root. */
  isInside(path: string): boolean {
    const between = this.#root === undefined ? undefined : nodeModule('node:path')?.relative(this.#root, path)
    return between !== undefined && between !== '' && !/^\.\.(?:[\\/]|$)/.test(between) && !/^(?:[a-z]:|[\\/])/i.test(between)
  }
}

function realPath(path: string): string | undefined {
  try {
    return nodeModule('node:fs')?.realpathSync(path)
  } catch {
    return undefined // there is no such file
  }
}

import type { BigIntStats } from 'node:fs'
import type { Awaitable } from '../awaitable.ts'
import { nodeFiles } from './node-files.ts'
import { decodeText } from './decode-text.ts'

/** How a file is read again after it was replaced or edited. */
export interface ReloadOptions {
  /** Milliseconds for which the file is not looked at again. Default: `1000`. */
  checkAfter?: number
  /** Gets what is wrong with the file, and a reason that it could not be read again. Default: `console.error`. */
  log?: (message: string) => void
}

/** Makes something of a file's text; `warn` is told what is wrong with it, and what it throws keeps the file as it was before. */
export type Parse<Content> = (text: string, warn: (message: string) => void) => Content

// A program that rewrites a file in place may be half way: it is left alone until it has been still for so long.
const settling = 100

/** A file that is read again when it changes, and whose last good content counts while it is unreadable. */
export class WatchedFile<Content> {
  readonly #path: string
  readonly #parse: Parse<Content>
  readonly #checkAfter: number
  readonly #log: (message: string) => void
  #content: Content
  #version: string
  #complaint: string | undefined
  #checkedAt = performance.now()
  #checking: Promise<Content> | undefined

  /**
   * Reads the file.
   * @throws {Error} when it cannot be read.
   * @throws {SyntaxError} when it makes no sense.
   */
  constructor(path: string, parse: Parse<Content>, { checkAfter = 1000, log = console.error }: ReloadOptions) {
    if (!(checkAfter >= 0)) throw new TypeError('auth: checkAfter is a number of milliseconds')
    this.#path = path
    this.#parse = parse
    this.#checkAfter = checkAfter
    this.#log = log
    const { readFileSync, statSync } = nodeFiles()
    const stats = statSync(path, { bigint: true })
    this.#version = isUnsettled(stats) ? '' : versionOf(stats)
    this.#content = this.#read(readFileSync(path))
  }

  /** What the file says; a promise when it is time to look whether it still does. */
  get content(): Awaitable<Content> {
    if (this.#checking) return this.#checking
    if (performance.now() - this.#checkedAt < this.#checkAfter) return this.#content
    this.#checking = this.#check().finally(() => {
      this.#checking = undefined
      this.#checkedAt = performance.now()
    })
    return this.#checking
  }

  /** What it said when it was last looked at. */
  get latest(): Content {
    return this.#content
  }

  async #check(): Promise<Content> {
    try {
      await this.#reload()
      this.#complaint = undefined
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error))
    }
    return this.#content
  }

  async #reload(): Promise<void> {
    const { stat, readFile } = nodeFiles().promises
    const before = await stat(this.#path, { bigint: true })
    const version = versionOf(before)
    if (version === this.#version || isUnsettled(before)) return
    const bytes = await readFile(this.#path)
    if (versionOf(await stat(this.#path, { bigint: true })) !== version) return
    this.#content = this.#read(bytes)
    this.#version = version
  }

  #read(bytes: Uint8Array): Content {
    return this.#parse(decodeText(bytes), (message) => this.#log(`auth: ${this.#path}: ${message}`))
  }

  // Once, however often the file is looked at.
  #complain(reason: string): void {
    if (this.#complaint === reason) return
    this.#complaint = reason
    this.#log(`auth: ${this.#path} is used as it was before: ${reason}`)
  }
}

function versionOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ')
}

// A time to come is a clock that was set back, and no reason to wait.
function isUnsettled({ mtimeMs }: BigIntStats): boolean {
  const age = Date.now() - Number(mtimeMs)
  return age >= 0 && age < settling
}

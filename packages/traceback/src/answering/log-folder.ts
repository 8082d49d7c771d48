import { nodeModule } from '../node.ts'
import { randomText } from './error-id.ts'

const ours = /^traceback-[\dT-]+-[\da-z]+-[\da-z]+\.(?:html|txt|json)$/

/** A folder with a file for each report. */
export class LogFolder {
  readonly #folder: string
  readonly #most: number

  constructor(folder: string, most: number) {
    this.#folder = folder
    this.#most = most
  }

  /**
   * Writes a report, removes those that are too many, and returns its path.
   * @throws {Error} when it cannot be written; then nothing of it is left.
   */
  write(content: string, { id, time, ending }: { id: string; time: string; ending: string }): string {
    const fs = nodeModule('node:fs')
    const path = nodeModule('node:path')
    if (!fs || !path) throw new Error('traceback: this runtime has no files')
    fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    // Who knows an id cannot guess the name.
    const name = `traceback-${time.slice(0, 19).replaceAll(':', '-')}-${id}-${randomText(16)}.${ending}`
    const file = path.join(this.#folder, name)
    const descriptor = fs.openSync(file, 'wx', 0o600)
    try {
      fs.writeFileSync(descriptor, content)
    } catch (error) {
      fs.rmSync(file, { force: true })
      throw error
    } finally {
      fs.closeSync(descriptor)
    }
    this.#removeOldest()
    return file
  }

  #removeOldest(): void {
    const fs = nodeModule('node:fs')
    const names =
      fs
        ?.readdirSync(this.#folder)
        .filter((name) => ours.test(name))
        .sort() ?? []
    for (const name of names.slice(0, Math.max(0, names.length - this.#most))) fs?.rmSync(`${this.#folder}/${name}`, { force: true })
  }
}

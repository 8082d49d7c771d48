import { isEncoding, type Encoding } from './encoding.ts'

/** How hard each encoder tries, on its own scale. */
export type Levels = Readonly<Partial<Record<Encoding, number>>>

const scales: Readonly<Record<Encoding, readonly [lowest: number, highest: number]>> = {
  gzip: [0, 9],
  deflate: [0, 9],
  br: [0, 11],
  zstd: [-7, 22],
}

/**
 * The levels as they are.
 * @throws {TypeError} when one is not on its encoder's scale.
 */
export function checkedLevels(levels: Levels): Levels {
  for (const [encoding, level] of Object.entries(levels)) {
    if (!isEncoding(encoding)) throw new TypeError(`compress: there is no encoding ${encoding}`)
    const [lowest, highest] = scales[encoding]
    if (!Number.isInteger(level) || level < lowest || level > highest)
      throw new TypeError(`compress: the level of ${encoding} is a whole number from ${lowest} to ${highest}, not ${level}`)
  }
  return levels
}

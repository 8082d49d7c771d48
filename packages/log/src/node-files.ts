/**
 * Node's files, asked for when there is one to open: the log itself runs without.
 * @throws {TypeError} on a runtime that has none.
 */
export function nodeFiles(): typeof import('node:fs') {
  const files = globalThis.process?.getBuiltinModule?.('node:fs')
  if (!files) throw new TypeError('log: this runtime has no files; hand the lines on with the option write')
  return files
}

type NodeFiles = typeof import('node:fs')

/**
 * Node's own files.
 * @throws {TypeError} in a runtime that has none.
 */
export function nodeFiles(): NodeFiles {
  const files = globalThis.process?.getBuiltinModule?.('node:fs')
  if (!files) throw new TypeError('auth: a file of users needs a runtime with node:fs')
  return files
}

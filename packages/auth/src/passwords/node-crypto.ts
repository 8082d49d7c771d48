type NodeCrypto = typeof import('node:crypto')

/**
 * Node's own crypto, which has the functions that make passwords expensive to guess.
 * @throws {TypeError} in a runtime that has none.
 */
export function nodeCrypto(): NodeCrypto {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!crypto) throw new TypeError('auth: passwords need a runtime with node:crypto')
  return crypto
}

type NodeCrypto = typeof import('node:crypto')

/** Whether there is Node's own crypto. */
export function hasNodeCrypto(): boolean {
  return globalThis.process?.getBuiltinModule?.('node:crypto') !== undefined
}

/**
 * Node's own crypto, which answers at once, and makes passwords expensive to guess; loaded when it is first needed.
 * @throws {TypeError} in a runtime that has none.
 */
export function nodeCrypto(): NodeCrypto {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!crypto) throw new TypeError('auth: this needs a runtime with node:crypto')
  return crypto
}

type NodeCrypto = typeof import('node:crypto')

/** Node's own crypto, which answers at once; loaded when the first credentials come. */
export function nodeCrypto(): NodeCrypto {
  return globalThis.process.getBuiltinModule('node:crypto')
}

/** Whether two texts are equal; how long it takes does not tell where they differ. */
export function equalInConstantTime(one: string, other: string): boolean {
  const { createHash, timingSafeEqual } = nodeCrypto()
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(one), digest(other))
}

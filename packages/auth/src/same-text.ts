import { nodeCrypto } from './node-crypto.ts'

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.byteLength === b.byteLength && nodeCrypto().timingSafeEqual(a, b)
}

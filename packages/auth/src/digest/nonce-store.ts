import type { Awaitable } from '../awaitable.ts'

/** Remembers how often nonces were used. */
export interface NonceStore {
  /** Notes the use of a nonce with a count, which comes with a right password only; false when it was used so before, or that is not known. `issuedAt` is in milliseconds. */
  use(nonce: string, count: number, issuedAt: number): Awaitable<boolean>
}

interface Use {
  readonly issuedAt: number
  highest: number
  /** Bit n is set when the count `highest - n` was used. */
  seen: bigint
}

const mostNonces = 10_000
// Browsers send requests on several connections, which arrive in any order.
const window = 64

/** Counts in this process, of which the oldest make room for the newest; their nonces are then no longer good. */
export function memoryNonces(lifetime: number): NonceStore {
  const uses = new Map<string, Use>()
  let forgottenUntil = 0
  return {
    use(nonce, count, issuedAt) {
      const use = uses.get(nonce)
      if (use) return isNewUse(use, count)
      if (issuedAt <= forgottenUntil) return false
      makeRoom()
      uses.set(nonce, { issuedAt, highest: count, seen: 1n })
      return true
    },
  }

  function makeRoom(): void {
    const horizon = Date.now() - lifetime * 1000
    for (const [nonce, { issuedAt }] of uses) {
      if (issuedAt >= horizon && uses.size < mostNonces) return
      uses.delete(nonce)
      if (issuedAt >= horizon) forgottenUntil = Math.max(forgottenUntil, issuedAt)
    }
  }
}

function isNewUse(use: Use, count: number): boolean {
  const ahead = count - use.highest
  if (ahead > 0) {
    use.seen = ahead >= window ? 1n : BigInt.asUintN(window, use.seen << BigInt(ahead)) | 1n
    use.highest = count
    return true
  }
  const bit = 1n << BigInt(-ahead)
  if (-ahead >= window || (use.seen & bit) !== 0n) return false
  use.seen |= bit
  return true
}

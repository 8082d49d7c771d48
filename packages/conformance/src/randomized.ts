import { application } from './application.ts'
import type { Can } from './capability.ts'
import { openControl } from './control.ts'
import { checkContext } from './expected-context.ts'
import { goldenContext } from './golden-context.ts'
import { Peer } from './peer.ts'
import type { PeerRequest } from './peer-request.ts'
import { randomRequest, type Choose } from './random-request.ts'
import type { Start } from './run-conformance.ts'

export interface RandomizedOptions {
  /** What the gateway cannot do. Default: all that its driver can. */
  can?: Can
  /** How many requests. Default: `100`. */
  runs?: number
  /** The same seed gives the same requests. Default: another one each time. */
  seed?: number
}

/**
 * Sends requests of any shape through a gateway and compares what the application sees with the golden context.
 * @throws {Error} at the first difference, with the seed and the request that show it.
 */
export async function randomized(start: Start, options: RandomizedOptions = {}): Promise<void> {
  const { runs = 100, seed = Math.floor(Math.random() * 0x1_0000_0000), can } = options
  await using echo = await openEcho(start, can)
  const choose = choicesOf(seed)
  for (let run = 0; run < runs; run++) {
    const request = randomRequest(choose)
    await echo.check(request).catch((cause: unknown) => {
      throw new Error(`conformance: request ${run} of seed ${seed} is seen differently: ${JSON.stringify(request)}`, { cause })
    })
  }
}

/** A gateway whose application describes the context. */
export interface Echo extends AsyncDisposable {
  /**
   * Sends a request and compares what the application sees with the golden context.
   * @throws {Error} when they differ.
   */
  check(request: PeerRequest): Promise<void>
}

/** Starts a gateway with an application that describes the context. */
export async function openEcho(start: Start, can: Can = {}): Promise<Echo> {
  const control = await openControl()
  const { driver, close } = await start(application)
  const canKnow = can.unknownLength !== false && driver.can.unknownLength !== false
  return {
    async check(request) {
      const peer = new Peer(undefined, driver, control.session('random'), can)
      const sent: PeerRequest = canKnow ? request : { ...request, length: 'known' }
      try {
        checkContext(await peer.context(sent), goldenContext(sent), driver.expected)
        peer.checkFaults()
      } finally {
        peer.close()
      }
    },
    async [Symbol.asyncDispose]() {
      await control.close()
      await close()
    },
  }
}

/** Choices that a seed decides (mulberry32). */
export function choicesOf(seed: number): Choose {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

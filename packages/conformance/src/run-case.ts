import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import type { Case } from './case.ts'
import { checkContext } from './expected-context.ts'
import { checkRefused, checkResponse } from './expected-response.ts'
import type { Peer } from './peer.ts'

/**
 * Plays one case.
 * @throws {Error} that says what was seen and what was expected, also when the case takes longer than `deadline` milliseconds.
 */
export async function runCase(tested: Case, peer: Peer, deadline: number): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no end within ${deadline} ms (${peer.describe()})`)), deadline)
  try {
    await Promise.race([tested.script ? tested.script(peer) : exchangeOnce(tested, peer), late.promise])
    peer.checkFaults()
  } finally {
    clearTimeout(timer)
    peer.close()
  }
}

async function exchangeOnce({ request, response, context, refused, told = {} }: Case, peer: Peer): Promise<void> {
  const observed = await peer.send(typeof request === 'function' ? request() : request)
  if (refused) checkRefused(observed, refused)
  else checkResponse(observed, typeof response === 'function' ? response() : (response ?? {}))
  if (context) {
    strictEqual(observed.status, 200)
    checkContext(JSON.parse(Buffer.from(observed.body).toString()), context, peer.expected)
  }
  for (const [name, value] of Object.entries(told)) deepStrictEqual({ [name]: await peer.told(name) }, { [name]: value })
}

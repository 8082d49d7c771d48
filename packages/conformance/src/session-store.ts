import type { Awaitable, SessionStore } from '@gangway/session'
import { sessionCases } from './session-cases.ts'
import { sessionStoreContract } from './session-store-contract.ts'
import { processCases, type StoreElsewhere } from './session-processes.ts'
import type { SessionStoreCase } from './session-store-case.ts'
import { testGlobals } from './test-globals.ts'

/** A store that was started for a suite. */
export interface StartedStore {
  readonly store: SessionStore
  /** How another process opens the same store; not for one in the memory of a process. */
  readonly elsewhere?: StoreElsewhere
  close(): Awaitable<void>
}

const timeout = 60_000

/** What every store for sessions must do: each method by itself, and sessions kept in it. */
export const sessionStoreCases: readonly SessionStoreCase[] = [
  ...sessionStoreContract,
  ...sessionCases.map(({ name, run }) => ({ name, run: (store: SessionStore) => run({ store }) })),
]

/** Options of `sessionStoreConformance`. */
export interface SessionStoreOptions {
  /** Whether the cases of two processes at once apply. Default: `true`. */
  processes?: boolean
}

/**
 * Defines a test for each case of a store.
 * @throws {TypeError} outside of a test runner; `sessionStoreCases` needs none.
 */
export function sessionStoreConformance(
  name: string,
  start: () => Awaitable<StartedStore>,
  { processes = true }: SessionStoreOptions = {},
): void {
  const { describe, it, beforeAll, afterAll } = testGlobals('sessionStoreCases')
  let started: StartedStore | undefined
  const opened = (): StartedStore => {
    if (!started) throw new Error('conformance: the store did not start')
    return started
  }
  describe(`${name} conforms:`, () => {
    beforeAll(async () => {
      started = await start()
    }, timeout)
    afterAll(async () => started?.close(), timeout)
    for (const { name: caseName, run } of sessionStoreCases) it(caseName, () => run(opened().store), timeout)
    for (const { name: caseName, run } of processes ? processCases : []) it(caseName, () => run(elsewhere(opened())), timeout)
  })
}

function elsewhere({ elsewhere: found }: StartedStore): StoreElsewhere {
  if (!found) throw new TypeError('conformance: the store was started without elsewhere, and processes is not false')
  return found
}

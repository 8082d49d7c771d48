import { isChanged, stateAfter, type Wishes } from './draft.ts'
import type { Kept } from './keeper.ts'
import { rebase, type Changes } from './merge.ts'
import { expiryOf } from './session-state.ts'
import { SessionStoreError } from './session-store-error.ts'
import type { Settings } from './settings.ts'
import type { Identity } from './token.ts'

/** What a request did to its session. */
export interface Draft {
  /** The session as the request found it, or null. */
  readonly found: Kept | null
  readonly changes: Changes | undefined
  readonly wishes: Wishes
  /** The identity that the application was told of a session to be made, if it asked. */
  readonly identity: Identity | undefined
}

/** The session after the request: `gone` when another request ended it meanwhile. */
export type Outcome = Kept | 'gone' | null

const mostAttempts = 100

/** Writes what a request did: creates, saves, renews or touches, or does nothing. */
export async function keep(draft: Draft, settings: Settings): Promise<Outcome> {
  const { found, changes, wishes } = draft
  if (!found) {
    const isEmpty = wishes.owner === undefined && ![...(changes?.values() ?? [])].some((json) => json !== undefined)
    return isEmpty ? null : await create(draft, settings, undefined, changes ?? new Map())
  }
  if (isChanged(found.state, changes, wishes)) return await change(draft, found, settings)
  return isTouchDue(found, settings) ? await touch(found, settings) : found
}

/** Whether so much time has passed since the last activity was noted that it must be noted again. */
export function isTouchDue({ state }: Kept, { now, touchAfter }: Settings): boolean {
  return expiryOf(state, now()) - state.expiresAt >= Math.max(1, touchAfter)
}

async function touch(found: Kept, { keeper, now }: Settings): Promise<Outcome> {
  return await keeper.touch(found, expiryOf(found.state, now()))
}

async function create({ wishes, identity }: Draft, settings: Settings, before: Kept | undefined, changes: Changes): Promise<Kept> {
  const { keeper } = settings
  return await keeper.create(identity ?? (await keeper.identify()), stateAfter(before?.state, changes, wishes, settings))
}

// Tries until no other request comes between: each try that fails is one that another request won.
async function change(draft: Draft, found: Kept, settings: Settings): Promise<Outcome> {
  const { keeper, onConflict } = settings
  const { wishes } = draft
  let before = found
  let changes = draft.changes ?? new Map<string, undefined>()
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const result = wishes.renewed
      ? await renew(draft, before, changes, settings)
      : await keeper.save(before, stateAfter(before.state, changes, wishes, settings))
    if (result !== 'conflict') return result
    const now = await keeper.reload(before)
    if (!now) return wishes.renewed ? await afterEnd(draft, changes, settings) : 'gone'
    changes = rebase(changes, before.state.values, now.state.values, onConflict)
    before = now
    if (attempt > 2) await aMoment()
  }
  throw new SessionStoreError(`session: other requests came between ${mostAttempts} times`)
}

// The old id goes first, and only as it is known: what others kept under it meanwhile is not lost, and what they ended does not come back.
async function renew(draft: Draft, before: Kept, changes: Changes, settings: Settings): Promise<Kept | 'conflict' | 'gone'> {
  const removed = await settings.keeper.remove(before, true)
  if (removed === 'gone') return await afterEnd(draft, changes, settings)
  return removed === 'ok' ? await create(draft, settings, before, changes) : removed
}

// Who signs in does not depend on the session that ended: he gets one with what this request set.
async function afterEnd(draft: Draft, changes: Changes, settings: Settings): Promise<Kept | 'gone'> {
  return draft.wishes.owner === undefined ? 'gone' : await create(draft, settings, undefined, changes)
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
}

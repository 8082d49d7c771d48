import type { Debugger } from 'node:inspector'

/** What the debugger tells when something is thrown. */
export type Paused = Debugger.PausedEventDataType

export type CallFrame = Debugger.CallFrame

const scopes = ['block', 'catch', 'local', 'closure', 'module'] as const

/** The scopes of a frame that are looked at, each with the reference to its variables; from the inside out. */
export function scopesOf(frame: CallFrame): { type: (typeof scopes)[number]; objectId: string }[] {
  return frame.scopeChain.flatMap(({ type, object: { objectId } }) => {
    const known = scopes.find((each) => each === type)
    return known && objectId !== undefined ? [{ type: known, objectId }] : []
  })
}

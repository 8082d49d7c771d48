import type { Application } from '@gangway/gateway'
import { Clock } from './clock.ts'
import type { Settings } from './options.ts'

/** What all connections of a server share. */
export interface Service {
  readonly app: Application
  readonly settings: Settings
  readonly clock: Clock
  readonly patience: Patience
  /** What `waitUntil` was given and is not done. */
  readonly pending: Set<Promise<void>>
}

/** The timeouts in ticks of the clock. */
export interface Patience {
  readonly header: number
  readonly body: number
  readonly idle: number
  readonly write: number
  readonly drain: number
}

// An unread body is given this long to come to its end, so that the client gets to read the response.
const drainTimeout = 2000

export function serviceFor(app: Application, settings: Settings): Service {
  const { headerTimeout, bodyTimeout, idleTimeout, writeTimeout } = settings
  const clock = new Clock([headerTimeout, bodyTimeout, idleTimeout, writeTimeout])
  return { app, settings, clock, patience: patienceOf(settings, clock), pending: new Set() }
}

function patienceOf({ headerTimeout, bodyTimeout, idleTimeout, writeTimeout }: Settings, clock: Clock): Patience {
  return {
    header: clock.ticksIn(headerTimeout),
    body: clock.ticksIn(bodyTimeout),
    idle: clock.ticksIn(idleTimeout),
    write: clock.ticksIn(writeTimeout),
    drain: clock.ticksIn(drainTimeout),
  }
}

/** Keeps a closing server waiting for what an application does after its response. */
export function waitFor(pending: Set<Promise<void>>, promise: Promise<void>): void {
  pending.add(promise)
  void promise.then(() => pending.delete(promise))
}

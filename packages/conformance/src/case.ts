import type { Context } from '@gangway/gateway'
import type { Capability } from './capability.ts'
import type { ExpectedContext } from './expected-context.ts'
import type { ExpectedResponse } from './expected-response.ts'
import type { Peer } from './peer.ts'
import type { PeerRequest } from './peer-request.ts'
import type { Speaker } from './speaker.ts'

/** One named expectation of every gateway. */
export interface Case {
  /** Unique, in plain words. */
  readonly name: string
  /** What it takes; without it the case does not apply. */
  readonly needs?: readonly Capability[]
  /** What answers the case's requests. Default: an application that describes the context. */
  readonly app?: CaseApplication
  /** Default: `GET /`. */
  readonly request?: PeerRequest | (() => PeerRequest)
  /** What the application is to see, where it is the one that describes the context. */
  readonly context?: ExpectedContext
  /** What the peer is to observe. Default: 200, complete. */
  readonly response?: ExpectedResponse | (() => ExpectedResponse)
  /** Statuses of which one is to refuse the request, unless the connection ends without an answer. */
  readonly refused?: readonly number[]
  /** What the application is to tell, by name. */
  readonly told?: Readonly<Record<string, unknown>>
  /** A conversation of several steps, in place of all the above but `app`; it throws where it does not go as it is to go. */
  readonly script?: (peer: Peer) => Promise<void>
}

/** An application of a case; it runs in any process, so that it knows no more than what it is handed. */
export type CaseApplication = (context: Context, speaker: Speaker) => Response | Promise<Response>

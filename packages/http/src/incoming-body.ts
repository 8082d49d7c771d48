import type { BodyQueue } from './body-queue.ts'

/** The body of a request, as the connection sees it. */
export interface IncomingBody {
  readonly queue: BodyQueue
  /** Bytes, where the client said it. */
  readonly length: number | undefined
  /** Whether the client holds it back until we say 100. */
  readonly awaitsContinue: boolean
  /** Whether all of it has come. */
  readonly isComplete: boolean
  /** The raw trailer fields, once it is complete. */
  readonly trailers: readonly string[]
  /** Nobody reads it any more: what comes is thrown away. */
  discard(): void
}

import { withBody } from '@gangway/gateway'
import { EncodedBody } from './encoded-body.ts'
import { editHead } from './encoded-head.ts'
import type { Intake } from './intake.ts'
import { padder } from './jitter.ts'
import type { Job, Method } from './method.ts'

/** A body to be encoded as it is sent. */
export interface Streamed {
  readonly intake: Intake
  /** Bytes that it has, where that is known. */
  readonly length?: number | undefined
  /** The beginning of the body. */
  readonly sample: Uint8Array
}

/** Encodes a body as it is sent. */
export function encodeStream({ plan, response }: Job, method: Method, { intake, length, sample }: Streamed): Response {
  const { encoding } = method.options
  const body = new EncodedBody({
    intake,
    createEncoder: () => plan.engine.createEncoder({ ...method.options, size: length }),
    length,
    prefix: method.prefix,
    alter: plan.jitter && padder(encoding, plan.jitter(sample)),
  })
  const made = withBody(response, body)
  editHead(made.headers, method.coding, plan)
  if (plan.serverTiming) made.headers.append('server-timing', `enc;desc="${method.coding}"`)
  return made
}

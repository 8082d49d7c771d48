import { withBody } from '@gangway/gateway'
import { editHead } from './encoded-head.ts'
import { encodeStream } from './encode-stream.ts'
import { batchSize, concatenate, Intake } from './intake.ts'
import { padder } from './jitter.ts'
import type { Job, Method } from './method.ts'
import { serverTiming } from './server-timing.ts'
import { varyingReply } from './varying-reply.ts'

/** Encodes a body that is there as a whole: a small one at once, with its exact length, a large one as it is sent. */
export function encodeWhole(job: Job, method: Method, bytes: Uint8Array): Response {
  if (bytes.byteLength > batchSize)
    return encodeStream(job, method, { intake: new Intake(bytes), length: bytes.byteLength, sample: bytes.subarray(0, batchSize) })
  const { plan, response, choice } = job
  const started = plan.serverTiming ? performance.now() : 0
  const encoded = encode(job, method, bytes)
  if (encoded.byteLength >= bytes.byteLength && !choice.refusesIdentity) return varyingReply(plan, response)
  const made = withBody(response, encoded)
  const { headers } = made
  editHead(headers, method.coding, plan)
  headers.set('content-length', String(encoded.byteLength))
  if (plan.serverTiming) {
    const timing = { coding: method.coding, milliseconds: performance.now() - started, from: bytes.byteLength, to: encoded.byteLength }
    headers.append('server-timing', serverTiming(timing))
  }
  return made
}

function encode({ plan: { engine, jitter } }: Job, { options, prefix }: Method, bytes: Uint8Array): Uint8Array {
  const encoded = engine.encode(bytes, options)
  if (prefix) return concatenate([prefix, encoded])
  return jitter ? concatenate(padder(options.encoding, jitter(bytes))([encoded], true)) : encoded
}

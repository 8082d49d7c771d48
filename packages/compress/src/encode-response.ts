import { bodyOf, withBody } from '@gangway/gateway'
import { checkLength, declaredLength, leastOf } from './body-size.ts'
import type { ChunkSource } from './chunk-reader.ts'
import { encodeFile } from './encode-file.ts'
import { encodeStream } from './encode-stream.ts'
import { encodeWhole } from './encode-whole.ts'
import { headFor, withoutBody } from './head-request.ts'
import { batchSize, Intake } from './intake.ts'
import { isPromise } from './is-promise.ts'
import { methodFor, type Job, type Method } from './method.ts'
import { varyingReply } from './varying-reply.ts'

/** Encodes a response that may be encoded, where the client wants that and it is worth it. A promise only where something has to be waited for. */
export function encodeResponse(job: Job): Response | Promise<Response> {
  const method = methodFor(job)
  if (method instanceof Promise) return method.then((found) => encodeWith(job, found))
  return encodeWith(job, method)
}

function encodeWith(job: Job, method: Method | undefined): Response | Promise<Response> {
  if (!method) return varyingReply(job.plan, job.response)
  const made = encode(job, method)
  if (job.context.method !== 'HEAD') return made
  return isPromise(made) ? made.then((response) => withoutBody(response, method)) : withoutBody(made, method)
}

const encoder = new TextEncoder()

function encode(job: Job, method: Method): Response | Promise<Response> {
  const { response } = job
  const source = bodyOf(response)
  if (source === null) return headFor(job, method)
  if (typeof source === 'object' && 'stat' in source) return encodeFile(job, method, source)
  if (typeof source === 'string' || source instanceof Uint8Array) {
    const bytes = typeof source === 'string' ? encoder.encode(source) : source
    checkLength(bytes.byteLength, declaredLength(response))
    return encodeWhole(job, method, bytes)
  }
  checkUnread(response, source)
  const length = declaredLength(response)
  if (length !== undefined && length < leastOf(job)) return response
  return encodePeeked(job, method, new Intake(source))
}

async function encodePeeked(job: Job, method: Method, intake: Intake): Promise<Response> {
  const { plan, response } = job
  const length = declaredLength(response)
  const { bytes, ended } = await intake.peek()
  if (!ended || bytes.byteLength > batchSize) return encodeStream(job, method, { intake, length, sample: bytes })
  checkLength(bytes.byteLength, length)
  const whole = withBody(response, bytes)
  return bytes.byteLength < leastOf(job) ? varyingReply(plan, whole) : encodeWhole({ ...job, response: whole }, method, bytes)
}

function checkUnread(response: Response, source: ChunkSource): void {
  if (response.bodyUsed || ('locked' in source && source.locked)) throw new TypeError('compress: the body of the response was already read')
}

import { withHeaders, type FileSource } from '@gangway/gateway'
import { checkLength, leastOf } from './body-size.ts'
import { encodeStream } from './encode-stream.ts'
import { encodeWhole } from './encode-whole.ts'
import { batchSize, concatenate, Intake } from './intake.ts'
import type { Job, Method } from './method.ts'
import { varyingReply } from './varying-reply.ts'

/** Encodes a file, unless a part of it is asked for or the front server sends it; the gateway takes care of those. */
export async function encodeFile(job: Job, method: Method, file: FileSource): Promise<Response> {
  const { plan, context, response } = job
  if (context.can.sendfile || context.headers.has('range')) return varyingReply(plan, response)
  const { size, modified } = await file.stat()
  if (size < leastOf(job)) return response
  // What the gateway would have said of the file.
  const described = withHeaders(response, (headers) => {
    headers.delete('content-length')
    if (!headers.has('last-modified')) headers.set('last-modified', modified.toUTCString())
    if (!headers.has('etag')) headers.set('etag', `"${size.toString(16)}-${modified.getTime().toString(16)}"`)
  })
  const encoded = { ...job, response: described }
  const chunks = file.open(0, size)
  if (size > batchSize) return encodeStream(encoded, method, { intake: new Intake(chunks), length: size, sample: identityOf(described) })
  const bytes = await bytesOf(chunks)
  checkLength(bytes.byteLength, size)
  return encodeWhole(encoded, method, bytes)
}

// A file's tag changes with its content, as a hash of it would.
function identityOf(response: Response): Uint8Array {
  return new TextEncoder().encode(response.headers.get('etag') ?? '')
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return concatenate(all)
}

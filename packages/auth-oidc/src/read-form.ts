import { HttpError, type Context } from '@gangway/gateway'

const longest = 65_536

/**
 * The fields of a small form that a provider sends.
 * @throws {HttpError} 415 when it is none, 413 when it is not small.
 */
export async function readForm({ headers, body }: Context): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded(?:\s*;|$)/i.test(headers.get('content-type') ?? '')) throw new HttpError(415)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > longest) throw new HttpError(413)
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

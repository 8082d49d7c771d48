import { HttpError, type Context } from '@gangway/gateway'

const longest = 16384

/**
 * The fields of a login form.
 * @throws {HttpError} 415 when it is no urlencoded form, 413 when it is too long, 400 when it is not UTF-8.
 */
export async function readForm({ headers, body }: Context): Promise<URLSearchParams> {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') throw new HttpError(415)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > longest) throw new HttpError(413)
    chunks.push(chunk)
  }
  return new URLSearchParams(decode(chunks))
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
  } catch {
    throw new HttpError(400, 'The form is not UTF-8')
  }
}

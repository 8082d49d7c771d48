import { HttpError, type Context } from '@gangway/gateway'

/** Bytes of a form. */
export const largestForm = 1_048_576

/**
 * The fields of a urlencoded form.
 * @throws {HttpError} 415 when it is none, 413 when it is larger than 1 MiB, 400 when it is not UTF-8.
 */
export async function readForm(context: Pick<Context, 'headers' | 'body'>): Promise<URLSearchParams> {
  if (!isUrlencoded(context.headers.get('content-type'))) throw new HttpError(415, 'The wiki takes urlencoded forms only.')
  if (Number(context.headers.get('content-length')) > largestForm) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of context.body ?? []) {
    length += chunk.byteLength
    if (length > largestForm) throw tooLarge()
    chunks.push(chunk)
  }
  return fieldsOf(Buffer.concat(chunks))
}

function isUrlencoded(contentType: string | null): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'
}

function fieldsOf(bytes: Uint8Array): URLSearchParams {
  try {
    // Browsers escape what is not ASCII, others need not.
    const form = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    // URLSearchParams would put replacement characters into the visitor's text, without a word.
    decodeURIComponent(form)
    return new URLSearchParams(form)
  } catch {
    throw new HttpError(400, 'The form is not UTF-8.')
  }
}

function tooLarge(): HttpError {
  return new HttpError(413, 'The form is larger than 1 MiB.')
}

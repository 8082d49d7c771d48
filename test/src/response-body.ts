import { bodyOf } from '@gangway/gateway'
import { decoded } from './decoded.ts'

/** The bytes of a response as they would be sent. */
export async function bytesOf(response: Response): Promise<Buffer> {
  const source = bodyOf(response)
  if (source === null) return Buffer.alloc(0)
  if (typeof source === 'string' || source instanceof Uint8Array) return Buffer.from(source)
  const chunks: Uint8Array[] = []
  for await (const chunk of 'stat' in source ? source.open() : source) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** What a response says, with its coding undone. */
export async function textOf(response: Response): Promise<string> {
  return decoded(response.headers.get('content-encoding'), await bytesOf(response)).toString()
}

import { Gathered } from './gathered.ts'

/** All bytes of a file. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const gathered = new Gathered()
  for await (const chunk of chunks) gathered.push(chunk)
  return gathered.bytes()
}

/** A file as UTF-8 text. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await bytesOf(chunks))
}

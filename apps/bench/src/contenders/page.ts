const line = (index: number) =>
  `<li class="entry"><a href="/page/${index}">Entry ${(index * 7919) % 10_007}</a> by user ${(index * 31) % 97}</li>\n`
const all = Buffer.from(Array.from({ length: 20_000 }, (_, index) => line(index)).join(''))
const sliceSize = 16_384

/** What a path such as `/buffer/4096` or `/stream/65536` asks for. */
export function pageAt(path: string): { readonly isStream: boolean; readonly body: Buffer } {
  const [, kind, size] = path.split('/')
  return { isStream: kind === 'stream', body: all.subarray(0, Number(size)) }
}

/** A body that comes in slices. */
export async function* slices(body: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < body.byteLength; start += sliceSize) yield body.subarray(start, start + sliceSize)
}

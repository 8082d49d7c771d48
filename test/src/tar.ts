/** The files in a tar archive: a sequence of heads of 512 bytes, each before its file, which is filled up to a multiple of 512 (POSIX ustar). */
export function tarEntries(archive: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>()
  for (let at = 0; at < archive.length && archive[at] !== 0;) {
    const prefix = textAt(archive, at + 345, 155)
    const name = textAt(archive, at, 100)
    const size = Number.parseInt(textAt(archive, at + 124, 12), 8)
    const contents = at + 512
    entries.set(prefix === '' ? name : `${prefix}/${name}`, archive.subarray(contents, contents + size))
    at = contents + Math.ceil(size / 512) * 512
  }
  return entries
}

function textAt(archive: Buffer, from: number, length: number): string {
  const end = archive.indexOf(0, from)
  return archive.toString('utf8', from, end === -1 ? from + length : Math.min(end, from + length))
}

const slash = 47
const percent = 37
const backslash = 92

/**
 * Where in a percent-encoded path the server's decoded form of its beginning ends, or -1 when it does not begin so. Servers
 * differ in what they decode: most everything, Apache not `%2F`; most take several slashes for one.
 */
export function matchDecoded(path: string, start: number, decoded: string): number {
  let at = start
  for (let index = 0; index < decoded.length; index++) {
    const expected = decoded.charCodeAt(index)
    const width = matchCharacter(path, at, expected)
    if (width === 0) return -1
    at += width
    if (expected !== slash || decoded.charCodeAt(index + 1) === slash) continue
    while (path.charCodeAt(at) === slash) at++
  }
  return at
}

// How many characters of the path stand for the expected one.
function matchCharacter(path: string, at: number, expected: number): number {
  const found = path.charCodeAt(at)
  if (found === percent && escapedByte(path, at) === expected) return 3
  if (found === expected) return 1
  // A URL's path has no backslash: its parser has made slashes of them.
  return found === slash && expected === backslash ? 1 : 0
}

function escapedByte(path: string, at: number): number {
  const digits = path.slice(at + 1, at + 3)
  return /^[\da-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
}

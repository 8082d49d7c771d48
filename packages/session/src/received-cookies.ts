/** What a request's `Cookie` field has under one name. */
export interface ReceivedCookies {
  /** Each value, duplicates included, in the order they came in; those put together from chunks as wholes. */
  readonly values: readonly string[]
  /** The names that were there, also where their values are of no use. */
  readonly names: ReadonlySet<string>
}

/** The longest value of one cookie that a browser sends (RFC 6265bis §5.7, name and value together). */
export const longestCookie = 4096
/** Cookies that a value may be spread over: a request's head has 16 KiB in all. */
export const mostChunks = 3
const mostDuplicates = 4
const none: ReceivedCookies = { values: [], names: new Set() }

/** Finds the cookies of a name, and its chunks `name.1`, `name.2`. The cost grows with the length of the field alone. */
export function receivedCookies(field: string | null, name: string): ReceivedCookies {
  if (field === null || !field.includes(name)) return none
  const whole: string[] = []
  const chunks = new Map<string, string>()
  const names = new Set<string>()
  for (let start = 0, equals = -2; start < field.length;) {
    const semicolon = field.indexOf(';', start)
    const end = semicolon === -1 ? field.length : semicolon
    // Looked for once and not at each semicolon, of which there may be 100,000.
    if (equals < start) equals = field.indexOf('=', start)
    if (equals === -1) break
    if (equals < end) take(field.slice(start, equals).trim(), field.slice(equals + 1, end).trim())
    start = end + 1
  }
  const values = whole.slice(0, mostDuplicates).map((value) => joined(value, name, chunks))
  return { values: values.filter((value) => value !== undefined), names }

  function take(found: string, value: string): void {
    if (found !== name && !isChunkOf(found, name)) return
    names.add(found)
    if (value.length > longestCookie) return
    if (found === name) whole.push(value)
    else if (!chunks.has(found)) chunks.set(found, value)
  }
}

/** The name of a chunk; the first has the name itself. */
export function chunkName(name: string, index: number): string {
  return index === 0 ? name : `${name}.${index}`
}

/** What stands before the first of several chunks. */
export function chunkMark(count: number): string {
  return `${count}~`
}

function isChunkOf(found: string, name: string): boolean {
  return found.length === name.length + 2 && found.startsWith(name) && /\.\d$/.test(found)
}

// A chunk too few gives undefined, one from another set a value that does not verify; one too many does no harm.
function joined(value: string, name: string, chunks: ReadonlyMap<string, string>): string | undefined {
  const count = /^([2-9])~/.exec(value)?.[1]
  if (count === undefined) return value
  if (Number(count) > mostChunks) return undefined
  const rest = Array.from({ length: Number(count) - 1 }, (_, index) => chunks.get(chunkName(name, index + 1)))
  return rest.includes(undefined) ? undefined : value.slice(chunkMark(Number(count)).length) + rest.join('')
}

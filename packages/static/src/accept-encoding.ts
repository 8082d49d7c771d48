// https://www.rfc-editor.org/rfc/rfc9110 §12.5.3

/** A coding that clients name in Accept-Encoding. */
export type Coding = 'br' | 'zstd' | 'gzip'

/** What is appended to a file's name for a coding. */
export const codings: ReadonlyMap<Coding, string> = new Map([
  ['br', '.br'],
  ['zstd', '.zst'],
  ['gzip', '.gz'],
])

/** Those of the offered codings that a client takes at least as gladly as the plain file, the most wanted first. */
export function acceptedCodings(field: string | null, offered: readonly Coding[]): Coding[] {
  if (field === null) return []
  const weights = weightsIn(field)
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const plain = weights.get('identity') ?? 0
  const wanted = offered.filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= plain)
  return wanted.sort((one, other) => weightOf(other) - weightOf(one))
}

// The first of a name counts, and a member that breaks the grammar does not.
function weightsIn(field: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const member of field.split(',')) {
    const [first = '', ...parameters] = member.split(';')
    const name = first.trim().toLowerCase()
    const coding = name === 'x-gzip' ? 'gzip' : name
    const weight = weightFrom(parameters)
    if (coding !== '' && weight !== undefined && !weights.has(coding)) weights.set(coding, weight)
  }
  return weights
}

function weightFrom(parameters: readonly string[]): number | undefined {
  const text = parameters.map((parameter) => parameter.trim()).find((parameter) => /^q=/i.test(parameter))
  if (text === undefined) return 1
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.test(text) ? Number(text.slice(2)) : undefined
}

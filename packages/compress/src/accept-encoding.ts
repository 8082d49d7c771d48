// https://www.rfc-editor.org/rfc/rfc9110 §12.5.3

/** How much a client wants each coding, from 0 (not at all) to 1, as the field names them: lower case, `*` for all others. */
export type Weights = ReadonlyMap<string, number>

/** The weights of an Accept-Encoding field, in linear time. A member that breaks the grammar counts as not sent, and the first of a name counts. */
export function parseAcceptEncoding(field: string): Weights {
  const weights = new Map<string, number>()
  for (const member of field.split(',')) {
    const [name = '', ...parameters] = member.split(';')
    const coding = currentName(name.trim().toLowerCase())
    const weight = weightOf(parameters)
    if (coding !== '' && weight !== undefined && !weights.has(coding)) weights.set(coding, weight)
  }
  return weights
}

/** How much a client wants a coding. */
export function weightIn(weights: Weights, coding: string): number {
  return weights.get(coding) ?? weights.get('*') ?? 0
}

/** How much a client wants the body as it is; `undefined` when it only accepts that. */
export function identityWeightIn(weights: Weights): number | undefined {
  return weights.get('identity') ?? (weights.get('*') === 0 ? 0 : undefined)
}

// RFC 9110 §8.4.1.3
function currentName(coding: string): string {
  return coding === 'x-gzip' ? 'gzip' : coding
}

function weightOf(parameters: readonly string[]): number | undefined {
  const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => /^q=/i.test(parameter))
  if (weight === undefined) return 1
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.test(weight) ? Number(weight.slice(2)) : undefined
}

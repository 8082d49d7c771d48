import { readParameter } from './auth-parameters.ts'
import { FieldReader } from './field-reader.ts'

/** A challenge as a client reads it. */
export interface ParsedChallenge {
  /** As it was written. */
  readonly scheme: string
  /** By lower case name. */
  readonly parameters: ReadonlyMap<string, string>
  /** What stands in the place of parameters, as in `Negotiate oRQwEqADCgEB`. */
  readonly token68?: string
}

/** Reads a `WWW-Authenticate` field, several joined ones included (RFC 9110 §11.6.1); null when it is malformed. */
export function parseChallenges(field: string): ParsedChallenge[] | null {
  const reader = new FieldReader(field)
  const challenges: ParsedChallenge[] = []
  for (;;) {
    skipSeparators(reader)
    if (reader.atEnd) return challenges
    const challenge = readChallenge(reader)
    if (!challenge) return null
    challenges.push(challenge)
  }
}

function readChallenge(reader: FieldReader): ParsedChallenge | undefined {
  const scheme = reader.token()
  if (scheme === undefined) return undefined
  if (reader.blanks() === 0) return endsHere(reader) ? { scheme, parameters: new Map() } : undefined
  const start = reader.position
  const token68 = reader.token68()
  if (token68 !== undefined && endsHere(reader)) return { scheme, parameters: new Map(), token68 }
  reader.rewind(start)
  const parameters = readParameters(reader)
  return parameters && endsHere(reader) ? { scheme, parameters } : undefined
}

// The next comma ends the challenge where no parameter follows it.
function readParameters(reader: FieldReader): Map<string, string> | undefined {
  const parameters = new Map<string, string>()
  let end = reader.position
  for (;;) {
    const parameter = readParameter(reader)
    if (!parameter) break
    if (parameters.has(parameter.name)) return undefined
    parameters.set(parameter.name, parameter.value)
    end = reader.position
    if (!endsHere(reader)) return undefined
    skipSeparators(reader)
  }
  reader.rewind(end)
  return parameters
}

function endsHere(reader: FieldReader): boolean {
  const start = reader.position
  reader.blanks()
  const isEnd = reader.atEnd || reader.passes(',')
  reader.rewind(start)
  return isEnd
}

function skipSeparators(reader: FieldReader): void {
  do reader.blanks()
  while (reader.passes(','))
}

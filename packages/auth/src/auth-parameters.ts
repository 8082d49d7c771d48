import { FieldReader } from './field-reader.ts'

/** The parameters of credentials or of a challenge, by lower case name. */
export type AuthParameters = ReadonlyMap<string, string>

/** Reads `name=value` and `name="value"`, separated by commas, to the end; null for anything else, and for a name given twice. */
export function parseAuthParameters(text: string): AuthParameters | null {
  const reader = new FieldReader(text)
  const parameters = new Map<string, string>()
  do {
    reader.blanks()
    const parameter = readParameter(reader)
    if (!parameter || parameters.has(parameter.name)) return null
    parameters.set(parameter.name, parameter.value)
    reader.blanks()
  } while (reader.passes(','))
  return reader.atEnd ? parameters : null
}

/** One parameter where the reader stands; undefined when there is none. */
export function readParameter(reader: FieldReader): { name: string; value: string } | undefined {
  const name = reader.token()
  if (name === undefined) return undefined
  reader.blanks()
  if (!reader.passes('=')) return undefined
  reader.blanks()
  const value = reader.quoted() ?? reader.token()
  return value === undefined ? undefined : { name: name.toLowerCase(), value }
}

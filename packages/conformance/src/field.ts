/** Name and value of a field, both latin1: one character a byte. */
export type Field = readonly [name: string, value: string]

/** A flat list (name, value, name, value) as fields, names in lower case. */
export function fieldsFrom(flat: readonly string[]): Field[] {
  const fields: Field[] = []
  for (let index = 0; index < flat.length; index += 2) fields.push([(flat[index] ?? '').toLowerCase(), flat[index + 1] ?? ''])
  return fields
}

/** The values of all fields of this lower case name, in order. */
export function valuesOf(fields: readonly Field[], name: string): string[] {
  return fields.filter(([other]) => other === name).map(([, value]) => value)
}

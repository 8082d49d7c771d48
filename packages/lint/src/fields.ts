import { read } from './read.ts'

/** Header fields as pairs; names and values are not proven to be more than text. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** What can be read from a headers object; nothing where it cannot be read. */
export function fieldsIn(headers: unknown): Fields {
  const fields: [string, string][] = []
  try {
    const forEach = read(headers, 'forEach')
    if (typeof forEach === 'function')
      Reflect.apply(forEach, headers, [(value: unknown, name: unknown) => fields.push([String(name), String(value)])])
  } catch {
    // The rule about the object's shape names it.
  }
  return fields
}

/** The value of a field, or `undefined`. */
export function valueIn(fields: Fields, name: string): string | undefined {
  return fields.find((field) => field[0].toLowerCase() === name)?.[1]
}

/** The length that `content-length` declares, where it is one. */
export function lengthIn(fields: Fields): number | undefined {
  const value = valueIn(fields, 'content-length')
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** Flat fields as node:http2 wants them: an object, without prototype because a field may be named `__proto__`. */
export function groupedFields(fields: readonly string[]): Record<string, string | string[]> {
  const grouped: Record<string, string | string[]> = Object.create(null)
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const value = fields[index + 1] ?? ''
    const before = grouped[name]
    if (before === undefined) grouped[name] = value
    else if (typeof before === 'string') grouped[name] = [before, value]
    else before.push(value)
  }
  return grouped
}

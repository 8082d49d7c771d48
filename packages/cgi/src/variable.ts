/** The value of a variable, the last one where it came twice; `undefined` when it did not come. */
export function variable(pairs: readonly string[], name: string): string | undefined {
  for (let index = pairs.length - 2; index >= 0; index -= 2) if (pairs[index] === name) return pairs[index + 1]
  return undefined
}

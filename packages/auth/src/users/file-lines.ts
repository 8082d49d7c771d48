/** One line of a file of users. */
export interface FileLine {
  /** From 1. */
  readonly number: number
  /** What stands between its colons. */
  readonly fields: readonly string[]
}

/**
 * The lines that are neither empty nor comments.
 * @throws {SyntaxError} when one has fewer fields than it must have, or an empty first one: the file is cut off, or another kind of file.
 */
export function fileLines(text: string, fewest: number): FileLine[] {
  return text.split(/\r\n|[\n\r]/).flatMap((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) return []
    const [number, fields] = [index + 1, line.split(':')]
    if (fields.length < fewest || fields[0] === '') throw new SyntaxError(`line ${number} has not the form ${form(fewest)}`)
    return [{ number, fields }]
  })
}

function form(fields: number): string {
  return fields === 3 ? 'user:realm:hash' : 'user:hash'
}

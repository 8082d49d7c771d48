const letters: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** Text as Apache puts it into a log line: nothing in it ends the line or a quoted part, or speaks to a terminal. */
export function escapeText(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return text
  return text.replace(/[^ !#-[\]-~]/gu, (character) => letters[character] ?? asBytes(character))
}

// Header fields and targets are latin1 text, a character for each byte; what an application adds may be more.
function asBytes(character: string): string {
  const code = character.charCodeAt(0)
  const bytes = code < 256 ? [code] : new TextEncoder().encode(character)
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}

/** One line, whatever a formatter has made. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ')
}

// https://www.rfc-editor.org/rfc/rfc9110 §5.6.7
const fixed = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const rfc850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

/** The milliseconds of a date in one of HTTP's three forms; `undefined` for anything else. */
export function parseHttpDate(text: string): number | undefined {
  if (!fixed.test(text) && !rfc850.test(text) && !asctime.test(text)) return undefined
  const time = Date.parse(asctime.test(text) ? `${text} GMT` : text)
  return Number.isNaN(time) ? undefined : time
}

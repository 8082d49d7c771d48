// https://www.rfc-editor.org/rfc/rfc9110 §5.1, §5.5, §5.6.2
const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const outsideFieldValue = /[\0\r\n\u0100-\uffff]/

/** Whether a text can be a field name or a method. */
export function isToken(text: string): boolean {
  return token.test(text)
}

/** Whether a text can be a field value or a reason phrase: latin1 without CR, LF and NUL. */
export function isFieldValue(text: string): boolean {
  return !outsideFieldValue.test(text)
}

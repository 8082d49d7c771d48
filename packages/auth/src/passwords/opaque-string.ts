/** A password with the spaces and composed characters that RFC 8265 §4.2 (OpaqueString) compares, however it was typed. */
export function opaqueString(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC')
}

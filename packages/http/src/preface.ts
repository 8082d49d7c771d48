// https://www.rfc-editor.org/rfc/rfc9113 §3.4
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

/** Finds out from its first bytes whether a connection speaks HTTP/2; they are not used up. */
export function findHttp2(bytes: Buffer): { used: 0; value: boolean } | undefined {
  const begun = bytes.subarray(0, preface.length)
  if (!begun.equals(preface.subarray(0, begun.length))) return { used: 0, value: false }
  return begun.length === preface.length ? { used: 0, value: true } : undefined
}

// https://www.rfc-editor.org/rfc/rfc9110 §6.5.1
const forbidden = new Set([
  'authorization',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'host',
  'keep-alive',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The fields that may stand in a trailer section: none that says how the message is framed, routed or understood. */
export function sendableTrailers(fields: readonly string[]): readonly string[] {
  return fields.filter((_, index) => !forbidden.has(fields[index - (index % 2)] ?? ''))
}

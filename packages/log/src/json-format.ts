import type { Access } from './access.ts'

/** A line of JSON with what the combined format has, and more. */
export function jsonLine(access: Access): string {
  const { context, time, status, bytes, milliseconds, outcome, id, user, notes, redact } = access
  const { client, method, target, gateway, headers } = context
  const referer = headers.get('referer')
  const line = {
    time: time.toISOString(),
    id,
    client: client.address,
    user,
    method,
    target: redact(target),
    host: headers.get('host') ?? undefined,
    protocol: gateway.protocol,
    status,
    bytes,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    outcome,
    referer: referer === null ? undefined : redact(referer),
    userAgent: headers.get('user-agent') ?? undefined,
    notes: notes.size > 0 ? Object.fromEntries(notes) : undefined,
  }
  // JSON.stringify leaves alone what some terminals and line readers do not.
  return JSON.stringify(line).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

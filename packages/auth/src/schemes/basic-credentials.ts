import { isToken68 } from '../credentials.ts'

/** Name and password as a client sent them, the name composed; null when they are malformed (RFC 7617 §2). The source knows what a password may look like. */
export function parseBasic(credentials: string, latin1: boolean): { name: string; password: string } | null {
  const text = isToken68(credentials) ? decode(credentials, latin1) : null
  const colon = text?.indexOf(':') ?? -1
  if (text === null || colon < 1 || hasControls(text)) return null
  return { name: text.slice(0, colon).normalize('NFC'), password: text.slice(colon + 1) }
}

function decode(base64: string, latin1: boolean): string | null {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null
  const binary = atob(base64)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(binary, (character) => character.charCodeAt(0)),
    )
  } catch {
    return latin1 ? binary : null // not UTF-8, as the error says
  }
}

function hasControls(text: string): boolean {
  return /[\0-\x1f\x7f]/.test(text)
}

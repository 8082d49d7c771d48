/** A strong entity tag: a hash of the body, 162 bits of SHA-256. At once where there is `node:crypto`. */
export function tagOf(body: string | Uint8Array): string | Promise<string> {
  const hash = globalThis.process?.getBuiltinModule?.('node:crypto')?.hash
  if (hash) return `"${hash('sha256', body, 'base64url').slice(0, length)}"`
  return digest(typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body))
}

const length = 27

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const text = btoa(String.fromCharCode(...hashed))
  return `"${text.replaceAll('+', '-').replaceAll('/', '_').slice(0, length)}"`
}

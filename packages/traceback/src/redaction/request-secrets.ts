import type { Context } from '@gangway/gateway'

/** What this request itself brought along that must not be seen elsewhere: credentials, cookies, tokens in fields and query. */
export function requestSecrets(context: Context, isSecret: (name: string) => boolean): string[] {
  const found = new Set<string>()
  const add = (text: string, shortest: number): void => {
    if (text.length >= shortest) found.add(text)
  }
  for (const [name, value] of context.headers) {
    if (name === 'cookie') for (const part of cookieValues(value)) addForms(part, (text) => add(text, 8))
    else if (isSecret(name)) for (const part of credentialsIn(value)) add(part, 4)
  }
  for (const [name, value] of new URLSearchParams(context.query)) if (isSecret(name)) addForms(value, (text) => add(text, 4))
  // Longer ones first, so that nothing of them is left when one contains another.
  return [...found].sort((one, other) => other.length - one.length).slice(0, 100)
}

function cookieValues(header: string): string[] {
  return header.split(';').map((pair) =>
    pair
      .slice(pair.indexOf('=') + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  )
}

function addForms(text: string, add: (text: string) => void): void {
  add(text)
  add(encodeURIComponent(text.toWellFormed()))
  try {
    add(decodeURIComponent(text))
  } catch {
    // It is no percent-encoding of anything.
  }
}

// `Basic dXNlcjpwYXNz`: the value, the credentials, and the password in them.
function credentialsIn(value: string): string[] {
  const credentials = /^[\w-]+ +(.+)$/.exec(value)?.[1]
  if (credentials === undefined) return [value]
  return [value, credentials, ...(/^basic /i.test(value) ? passwordIn(credentials) : [])]
}

function passwordIn(credentials: string): string[] {
  try {
    const decoded = new TextDecoder().decode(Uint8Array.from(atob(credentials), (character) => character.charCodeAt(0)))
    return [decoded, decoded.slice(decoded.indexOf(':') + 1)]
  } catch {
    return [] // not base64
  }
}

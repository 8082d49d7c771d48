/** A secret as it is given: its text, or its text with a name of one's own. */
export type Secret = string | undefined | { readonly id: string; readonly secret: string | undefined }

/** A secret, checked; without a name of its own it gets one derived from it. */
export interface NamedSecret {
  readonly id: string | undefined
  readonly secret: string
}

const shortest = 32
const howToMakeOne =
  'make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')" (or: openssl rand -base64 32), and keep it out of the sources'
const withName = /^(\w{1,32}):(.*)$/s
const encoder = new TextEncoder()

/**
 * Checks secrets, and takes a text with several of them apart.
 * @throws {TypeError} when there is none, or one is missing, too short or there twice.
 */
export function parseSecrets(secrets: string | undefined | readonly Secret[]): readonly NamedSecret[] {
  const list = typeof secrets === 'string' ? split(secrets) : secrets
  if (!Array.isArray(list) || list.length === 0)
    throw new TypeError(`keyring: there is no secret; is the environment variable set? If there is none yet, ${howToMakeOne}`)
  const parsed = list.map(check)
  for (const field of ['id', 'secret'] as const) checkUnique(parsed, field)
  return parsed
}

function split(text: string): Secret[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  return parts.map((part) => {
    const [, id, secret] = withName.exec(part) ?? []
    return id === undefined ? part : { id, secret }
  })
}

function check(given: Secret, index: number): NamedSecret {
  const { id, secret } = typeof given === 'object' && given !== null ? given : { id: undefined, secret: given }
  const which = id ?? `number ${index + 1}`
  if (id !== undefined && !/^\w{1,32}$/.test(id))
    throw new TypeError(`keyring: ${JSON.stringify(id)} is no name for a secret: 1 to 32 letters, digits or _`)
  if (typeof secret !== 'string')
    throw new TypeError(`keyring: the secret ${which} is missing; is the environment variable set? If there is none yet, ${howToMakeOne}`)
  const length = encoder.encode(secret).byteLength
  if (length < shortest)
    throw new TypeError(`keyring: the secret ${which} has ${length} bytes, and needs ${shortest} or more; ${howToMakeOne}`)
  return { id, secret }
}

function checkUnique(parsed: readonly NamedSecret[], field: keyof NamedSecret): void {
  const values = parsed.map((each) => each[field]).filter((value) => value !== undefined)
  if (new Set(values).size < values.length) throw new TypeError(`keyring: two secrets have the same ${field === 'id' ? 'name' : 'text'}`)
}

// https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md

/** The parts of a hash in PHC's format: `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`. */
export interface PhcString {
  readonly id: string
  readonly version?: number
  readonly parameters: ReadonlyMap<string, number>
  readonly salt: Uint8Array
  readonly tag: Uint8Array
}

const grammar =
  /^\$([a-z0-9-]{1,32})(?:\$v=(\d{1,9}))?\$([a-z]{1,32}=\d{1,9}(?:,[a-z]{1,32}=\d{1,9})*)\$([A-Za-z0-9+/]{11,88})\$([A-Za-z0-9+/]{22,88})$/

/** Reads a hash that has parameters, a salt and a tag of 16 bytes at least: with a shorter one too many passwords would do. */
export function decodePhc(text: string): PhcString | undefined {
  const [, id, version, list, salt, tag] = grammar.exec(text) ?? []
  if (id === undefined || list === undefined || salt === undefined || tag === undefined) return undefined
  const pairs = list
    .split(',')
    .map((pair): [string, number] => [pair.slice(0, pair.indexOf('=')), Number(pair.slice(pair.indexOf('=') + 1))])
  const parts = { id, parameters: new Map(pairs), salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') }
  return version === undefined ? parts : { ...parts, version: Number(version) }
}

/** The text of a hash. */
export function encodePhc({ id, version, parameters, salt, tag }: PhcString): string {
  const list = [...parameters].map(([name, value]) => `${name}=${value}`).join(',')
  return ['', id, ...(version === undefined ? [] : [`v=${version}`]), list, base64(salt), base64(tag)].join('$')
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}

// https://www.akkadia.org/drepper/SHA-crypt.txt
import { encodeCrypt } from './crypt-base64.ts'
import { bitsOf, cryptRounds, digestOf, repeated } from './crypt-rounds.ts'
import { isSameText } from '../same-text.ts'
import type { PasswordHash } from './password-hash.ts'

interface Variant {
  readonly algorithm: 'sha256' | 'sha512'
  readonly grammar: RegExp
  readonly order: readonly (readonly number[])[]
}

const fewestRounds = 1000
const mostRounds = 10_000_000

const sha256: Variant = {
  algorithm: 'sha256',
  grammar: /^\$5\$(?:rounds=([1-9]\d{0,8})\$)?([^$]{0,16})\$([./0-9A-Za-z]{43})$/,
  order: [
    [0, 10, 20],
    [21, 1, 11],
    [12, 22, 2],
    [3, 13, 23],
    [24, 4, 14],
    [15, 25, 5],
    [6, 16, 26],
    [27, 7, 17],
    [18, 28, 8],
    [9, 19, 29],
    [31, 30],
  ],
}
const sha512: Variant = {
  algorithm: 'sha512',
  grammar: /^\$6\$(?:rounds=([1-9]\d{0,8})\$)?([^$]{0,16})\$([./0-9A-Za-z]{86})$/,
  order: [
    [0, 21, 42],
    [22, 43, 1],
    [44, 2, 23],
    [3, 24, 45],
    [25, 46, 4],
    [47, 5, 26],
    [6, 27, 48],
    [28, 49, 7],
    [50, 8, 29],
    [9, 30, 51],
    [31, 52, 10],
    [53, 11, 32],
    [12, 33, 54],
    [34, 55, 13],
    [56, 14, 35],
    [15, 36, 57],
    [37, 58, 16],
    [59, 17, 38],
    [18, 39, 60],
    [40, 61, 19],
    [62, 20, 41],
    [63],
  ],
}

/** Reads `$5$…` and `$6$…`; more than 10 million rounds are refused. */
export function readShaCrypt(text: string): PasswordHash | undefined {
  const variant = text.startsWith('$5$') ? sha256 : sha512
  const [, written = '5000', salt, digest] = variant.grammar.exec(text) ?? []
  const rounds = Number(written)
  if (salt === undefined || digest === undefined || rounds < fewestRounds || rounds > mostRounds) return undefined
  return {
    cost: `${variant.algorithm}-crypt ${rounds}`,
    matches: async (password) => isSameText(await shaCrypt(variant, password, Buffer.from(salt), rounds), digest),
  }
}

async function shaCrypt({ algorithm, order }: Variant, password: Uint8Array, salt: Uint8Array, rounds: number): Promise<string> {
  const length = password.byteLength
  const between = digestOf(algorithm, [password, salt, password])
  const ofBits = bitsOf(length).map((bit) => (bit ? between : password))
  const first = digestOf(algorithm, [password, salt, repeated(between, length), ...ofBits])
  const ofPassword = digestOf(algorithm, Array<Uint8Array>(length).fill(password))
  const ofSalt = digestOf(algorithm, Array<Uint8Array>(16 + (first[0] ?? 0)).fill(salt))
  const work = { password: repeated(ofPassword, length), salt: repeated(ofSalt, salt.byteLength), rounds }
  return encodeCrypt(await cryptRounds(algorithm, first, work), order)
}

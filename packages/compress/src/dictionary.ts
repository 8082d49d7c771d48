// https://www.rfc-editor.org/rfc/rfc9842
import type { Context, ReadonlyHeaders } from '@gangway/gateway'
import type { Weights } from './accept-encoding.ts'
import type { Coding, Encoding } from './encoding.ts'

/** A dictionary that a client may have. */
export interface Dictionary {
  readonly bytes: Uint8Array
  /** Its SHA-256. */
  readonly hash: Uint8Array
}

/** Finds the dictionary that a client says it has. */
export type DictionaryFinder = (context: Context) => Promise<Dictionary | undefined> | undefined

const largest = 8_388_608

/**
 * Makes what finds one of these.
 * @throws {TypeError} when one is no dictionary, or larger than the window of 8 MiB that every client has (§5).
 */
export function dictionaryFinder(dictionaries: readonly Uint8Array[]): DictionaryFinder {
  if (dictionaries.length === 0) return () => undefined
  for (const bytes of dictionaries) {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('compress: a dictionary is a Uint8Array')
    if (bytes.byteLength === 0 || bytes.byteLength > largest) throw new TypeError(`compress: a dictionary has 1 to ${largest} bytes`)
  }
  let all: Promise<ReadonlyMap<string, Dictionary>> | undefined
  return (context) => {
    const available = context.headers.get('available-dictionary')
    if (available === null || !isSecure(context)) return undefined
    all ??= byHash(dictionaries)
    return all.then((known) => known.get(available.trim()))
  }
}

async function byHash(dictionaries: readonly Uint8Array[]): Promise<ReadonlyMap<string, Dictionary>> {
  const entries = dictionaries.map(async (given): Promise<[string, Dictionary]> => {
    const bytes = new Uint8Array(given)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return [`:${btoa(String.fromCharCode(...hash))}:`, { bytes, hash }]
  })
  return new Map(await Promise.all(entries))
}

// §9: a dictionary is for secure contexts, which are https and the machine itself
function isSecure({ url: { protocol, hostname } }: Context): boolean {
  return protocol === 'https:' || /^(?:(?:.+\.)?localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
}

/** Whether who asks may read the response, for its length tells of the dictionary (§9). Only browsers say from where they ask. */
export function isReadable(context: Context, headers: ReadonlyHeaders): boolean {
  const site = context.headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin' || site === 'none') return true
  return context.headers.get('sec-fetch-mode') === 'cors' && headers.has('access-control-allow-origin')
}

const withDictionaries = [
  ['dcz', 'zstd'],
  ['dcb', 'br'],
] as const

/** The coding with a dictionary that a client names, `*` not being enough (§6.1), and wants at least this much. */
export function dictionaryCoding(
  weights: Weights,
  least: number,
  canEncode: (encoding: Encoding) => boolean,
): { coding: Coding; encoding: Encoding } | undefined {
  let best: { coding: Coding; encoding: Encoding } | undefined
  let bestWeight = 0
  for (const [coding, encoding] of withDictionaries) {
    const weight = weights.get(coding) ?? 0
    if (weight <= bestWeight || weight < least || !canEncode(encoding)) continue
    best = { coding, encoding }
    bestWeight = weight
  }
  return best
}

/** What stands before a body that is encoded with a dictionary (§4, §5). */
export function dictionaryPrefix(coding: Coding, { hash }: Dictionary): Uint8Array {
  return Uint8Array.from([...(coding === 'dcz' ? [0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0] : [0xff, 0x44, 0x43, 0x42]), ...hash])
}

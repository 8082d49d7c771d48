import { pairsFromVariables } from '@gangway/wire'
import { fs } from './fs.ts'

const beyondAscii = /[^\0-\x7f]/

/**
 * The variables of the environment, byte by byte: name, value, name, value; latin1. Node takes them for UTF-8 and makes U+FFFD of
 * everything that is not; then the bytes are read from the system.
 */
export function latin1Variables(environment: NodeJS.ProcessEnv, readBytes: () => string | undefined = bytesOfEnvironment): string[] {
  const pairs = pairsFromVariables(environment)
  let exact: ReadonlyMap<string, string> | undefined
  for (let index = 1; index < pairs.length; index += 2) {
    const value = pairs[index] ?? ''
    if (!beyondAscii.test(value)) continue
    if (value.includes('\ufffd')) exact ??= valuesIn(readBytes() ?? '')
    pairs[index] = exact?.get(pairs[index - 1] ?? '') ?? Buffer.from(value).toString('latin1')
  }
  return pairs
}

// Only Linux shows a process its own environment.
function bytesOfEnvironment(): string | undefined {
  try {
    return fs.readFileSync('/proc/self/environ', 'latin1')
  } catch {
    return undefined
  }
}

function valuesIn(bytes: string): ReadonlyMap<string, string> {
  const entries = bytes.split('\0').map((entry): [string, string] => {
    const end = entry.indexOf('=')
    return [entry.slice(0, end), entry.slice(end + 1)]
  })
  return new Map(entries)
}

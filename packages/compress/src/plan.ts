import { isCompressible } from './compressible.ts'
import { dictionaryFinder, type DictionaryFinder } from './dictionary.ts'
import { isEncoding, type Encoding } from './encoding.ts'
import type { HeadRules } from './encoded-head.ts'
import type { Engine } from './engine.ts'
import { jitterOf, takesJitter, type Jitter } from './jitter.ts'
import { checkedLevels, type Levels } from './levels.ts'
import { negotiator, type Choice } from './negotiate.ts'
import type { CompressOptions } from './options.ts'
import { platformEngine } from './platform-engine.ts'

/** The options, checked and worked out. */
export interface Plan extends HeadRules {
  readonly choose: (field: string | null) => Choice
  readonly engine: Engine
  readonly minimumSize: number
  readonly isCompressible: (mediaType: string) => boolean
  readonly levels: Levels
  readonly strict: boolean
  readonly jitter: Jitter | undefined
  readonly findDictionary: DictionaryFinder
  readonly serverTiming: boolean
}

const etagModes = ['weaken', 'suffix', 'drop', 'keep']

/**
 * Works the options out.
 * @throws {TypeError} when one is not what it must be.
 */
export function planOf(options: CompressOptions): Plan {
  const { minimumSize = 1024, etag = 'weaken', jitter = 0, dictionaries = [], engine = platformEngine } = options
  checkCount('minimumSize', minimumSize)
  checkCount('jitter', jitter)
  if (!etagModes.includes(etag)) throw new TypeError(`compress: etag is one of ${etagModes.join(', ')}, not ${String(etag)}`)
  if (jitter > 0 && dictionaries.length > 0) throw new TypeError('compress: jitter cannot be added where dictionaries are used')
  const encodings = offered(options.encodings ?? ['zstd', 'br', 'gzip'], jitter)
  return {
    choose: negotiator({ encodings, canEncode: (encoding) => engine.canEncode(encoding, false) }),
    engine,
    minimumSize: Math.max(1, minimumSize),
    isCompressible: remembering(options.isCompressible ?? isCompressible),
    levels: checkedLevels(options.levels ?? {}),
    etag,
    strict: options.strict ?? false,
    vary: dictionaries.length > 0 ? ['accept-encoding', 'available-dictionary'] : ['accept-encoding'],
    jitter: jitter > 0 ? jitterOf(jitter) : undefined,
    findDictionary: dictionaryFinder(dictionaries),
    serverTiming: options.serverTiming ?? false,
  }
}

function offered(encodings: readonly Encoding[], jitter: number): readonly Encoding[] {
  const unknown = encodings.find((encoding) => !isEncoding(encoding))
  if (unknown !== undefined) throw new TypeError(`compress: there is no encoding ${String(unknown)}`)
  const fitting = jitter > 0 ? encodings.filter(takesJitter) : encodings
  if (fitting.length === 0) throw new TypeError('compress: encodings leaves nothing to offer')
  return fitting
}

function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`compress: ${name} is a number of bytes, not ${value}`)
}

const rememberedTypes = 1000

function remembering(predicate: (type: string) => boolean): (type: string) => boolean {
  const known = new Map<string, boolean>()
  return (type) => {
    const remembered = known.get(type)
    if (remembered !== undefined) return remembered
    const answer = type !== '' && predicate(type)
    if (known.size < rememberedTypes) known.set(type, answer)
    return answer
  }
}

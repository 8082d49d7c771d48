import type { Context } from '@gangway/gateway'
import { dictionaryCoding, dictionaryPrefix, isReadable, type Dictionary } from './dictionary.ts'
import type { Coding, Encoding } from './encoding.ts'
import type { EncodeOptions } from './engine.ts'
import { weightIn } from './accept-encoding.ts'
import type { Choice } from './negotiate.ts'
import type { Plan } from './plan.ts'

/** How a response is encoded. */
export interface Method {
  /** What Content-Encoding says. */
  readonly coding: Coding
  readonly options: EncodeOptions
  /** Bytes before the encoded ones. */
  readonly prefix?: Uint8Array
}

/** What a response is encoded for. */
export interface Job {
  readonly plan: Plan
  readonly context: Context
  readonly response: Response
  readonly choice: Choice
}

/** How to encode this response; `undefined` when it is to stay as it is. A promise only where the client has a dictionary. */
export function methodFor(job: Job): Method | undefined | Promise<Method | undefined> {
  const found = job.plan.findDictionary(job.context)
  if (!found) return plainMethod(job)
  return found.then((dictionary) => (dictionary && methodWith(dictionary, job)) ?? plainMethod(job))
}

function plainMethod({ plan, choice: { encoding } }: Job): Method | undefined {
  return encoding && { coding: encoding, options: optionsFor(plan, encoding) }
}

function methodWith(dictionary: Dictionary, { plan, context, response, choice }: Job): Method | undefined {
  if (!isReadable(context, response.headers)) return undefined
  const least = choice.encoding === undefined ? 0 : weightIn(choice.weights, choice.encoding)
  const canEncode = (encoding: Encoding) => plan.engine.canEncode(encoding, true) && isRaw(dictionary, encoding)
  const found = dictionaryCoding(choice.weights, least, canEncode)
  if (!found) return undefined
  const options = { ...optionsFor(plan, found.encoding), dictionary: dictionary.bytes }
  return { coding: found.coding, options, prefix: dictionaryPrefix(found.coding, dictionary) }
}

function optionsFor({ levels }: Plan, encoding: Encoding): EncodeOptions {
  return { encoding, level: levels[encoding] }
}

// What begins like a trained dictionary of zstd would be read as one, and not as the raw bytes that dcz is about (RFC 9842 §5).
function isRaw({ bytes }: Dictionary, encoding: Encoding): boolean {
  return encoding !== 'zstd' || ![0x37, 0xa4, 0x30, 0xec].every((byte, index) => bytes[index] === byte)
}

import { identityWeightIn, parseAcceptEncoding, weightIn, type Weights } from './accept-encoding.ts'
import type { Encoding } from './encoding.ts'

/** What a client's Accept-Encoding comes to, for a server with these encodings, its favourite first. */
export class Choice {
  readonly weights: Weights
  /** Whether it refuses the body as it is. */
  readonly refusesIdentity: boolean
  readonly #identityWeight: number | undefined
  readonly #encodings: () => readonly Encoding[]
  #encoding: { readonly chosen: Encoding | undefined } | undefined

  constructor(field: string | null, encodings: () => readonly Encoding[]) {
    this.weights = field === null ? new Map() : parseAcceptEncoding(field)
    this.#identityWeight = identityWeightIn(this.weights)
    this.refusesIdentity = this.#identityWeight === 0
    this.#encodings = encodings
  }

  /** The encoding it wants most; `undefined` when it wants the body as it is, or none of ours. Asks for the encodings only when it wants any. */
  get encoding(): Encoding | undefined {
    this.#encoding ??= { chosen: this.#wantsAny() ? this.#best() : undefined }
    return this.#encoding.chosen
  }

  /** Whether the client accepts anything we can send. */
  get isAcceptable(): boolean {
    return !this.refusesIdentity || this.encoding !== undefined
  }

  #wantsAny(): boolean {
    for (const [coding, weight] of this.weights) if (coding !== 'identity' && weight > 0) return true
    return false
  }

  #best(): Encoding | undefined {
    let best: Encoding | undefined
    let bestWeight = 0
    for (const encoding of this.#encodings()) {
      const weight = weightIn(this.weights, encoding)
      if (weight <= bestWeight) continue
      best = encoding
      bestWeight = weight
    }
    return this.#identityWeight !== undefined && this.#identityWeight > bestWeight ? undefined : best
  }
}

const rememberedFields = 100
const longestRemembered = 200

/** Makes choices, and remembers what fields come to, as there are few of them. No field at all is a choice for the body as it is. */
export function negotiator(encodings: () => readonly Encoding[]): (field: string | null) => Choice {
  const none = new Choice(null, encodings)
  const known = new Map<string, Choice>()
  return (field) => {
    if (field === null) return none
    const remembered = known.get(field)
    if (remembered) return remembered
    const choice = new Choice(field, encodings)
    if (known.size < rememberedFields && field.length <= longestRemembered) known.set(field, choice)
    return choice
  }
}

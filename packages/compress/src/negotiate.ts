import { identityWeightIn, parseAcceptEncoding, weightIn, type Weights } from './accept-encoding.ts'
import type { Encoding } from './encoding.ts'

/** What a server has to offer. */
export interface Offer {
  /** Its favourite first. */
  readonly encodings: readonly Encoding[]
  /** Whether it really can; asked only for what a client wants. */
  readonly canEncode: (encoding: Encoding) => boolean
}

/** What a client's Accept-Encoding comes to. */
export class Choice {
  readonly weights: Weights
  /** Whether it refuses the body as it is. */
  readonly refusesIdentity: boolean
  readonly #identityWeight: number | undefined
  readonly #offer: Offer
  #encoding: { readonly chosen: Encoding | undefined } | undefined

  constructor(field: string | null, offer: Offer) {
    this.weights = field === null ? new Map() : parseAcceptEncoding(field)
    this.#identityWeight = identityWeightIn(this.weights)
    this.refusesIdentity = this.#identityWeight === 0
    this.#offer = offer
  }

  /** The encoding it wants most; `undefined` when it wants the body as it is, or none of ours. */
  get encoding(): Encoding | undefined {
    this.#encoding ??= { chosen: this.#best() }
    return this.#encoding.chosen
  }

  /** Whether the client accepts anything we can send. */
  get isAcceptable(): boolean {
    return !this.refusesIdentity || this.encoding !== undefined
  }

  #best(): Encoding | undefined {
    const { encodings, canEncode } = this.#offer
    let best: Encoding | undefined
    let bestWeight = 0
    for (const encoding of encodings) {
      const weight = weightIn(this.weights, encoding)
      if (weight <= bestWeight || !canEncode(encoding)) continue
      best = encoding
      bestWeight = weight
    }
    return this.#identityWeight !== undefined && this.#identityWeight > bestWeight ? undefined : best
  }
}

const rememberedFields = 100
const longestRemembered = 200

/** Makes choices, and remembers what fields come to, as there are few of them. No field at all is a choice for the body as it is. */
export function negotiator(offer: Offer): (field: string | null) => Choice {
  const none = new Choice(null, offer)
  const known = new Map<string, Choice>()
  return (field) => {
    if (field === null) return none
    const remembered = known.get(field)
    if (remembered) return remembered
    const choice = new Choice(field, offer)
    if (known.size < rememberedFields && field.length <= longestRemembered) known.set(field, choice)
    return choice
  }
}

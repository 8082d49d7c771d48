import type { Completion } from '@gangway/gateway'
import { LastChunk } from './fingerprint.ts'
import type { Layer } from './layer.ts'
import { responseChunkRules } from './rules/body-chunks.ts'
import { leftoverRules, responseReadRules } from './rules/body-reading.ts'
import { lengthRules } from './rules/response-content.ts'

type Read = { readonly done?: boolean | undefined; readonly value?: unknown }

/** What happens to one body of a response, between its source and its reader. */
export class SourceWatch {
  readonly #layer: Layer
  readonly #declared: number | undefined
  readonly #last = new LastChunk()
  #bytes = 0
  #reads = 0
  #isOpen: boolean
  #isBegun = false
  #isStopped = false

  /** `isOpen`: whether it has to be cancelled even if nobody begins to read it, as a stream has. */
  constructor(layer: Layer, declared: number | undefined, isOpen: boolean) {
    this.#layer = layer
    this.#declared = declared
    this.#isOpen = isOpen
    // Whoever stops reading because the exchange is over does so in the turn in which it ends.
    layer.lifetime.watch((outcome) => setTimeout(() => this.#checkLeftover(outcome), 0))
  }

  /** Somebody begins to iterate. */
  open(): void {
    this.#layer.check(responseReadRules, { isSecondReader: this.#isOpen, isOverlapping: false }, this.#layer.outside())
    this.#isOpen = true
  }

  /** Somebody asks for the next chunk. What is found wrong with it stops the source, as a reader that fails would. */
  async read<Result extends Read>(next: () => Promise<Result>, cancel: (reason: unknown) => unknown): Promise<Result> {
    this.#layer.check(responseReadRules, { isSecondReader: false, isOverlapping: this.#reads > 0 }, this.#layer.outside())
    this.#isBegun = true
    this.#reads++
    try {
      return await this.#readChecked(next, cancel)
    } catch (error) {
      this.#isStopped = true
      throw error
    } finally {
      this.#reads--
    }
  }

  /** Somebody cancelled it, passed it on to a watch further outside, or uses it in a way that cannot be watched. */
  stop(): void {
    this.#isStopped = true
  }

  async #readChecked<Result extends Read>(next: () => Promise<Result>, cancel: (reason: unknown) => unknown): Promise<Result> {
    this.#last.release()
    const result = await next()
    try {
      if (result.done) this.#isStopped = true
      else this.#checkChunk(result.value)
      this.#layer.check(lengthRules, { declared: this.#declared, bytes: this.#bytes, isWhole: result.done === true }, this.#layer.inside())
    } catch (error) {
      cancel(error)
      throw error
    }
    return result
  }

  #checkChunk(chunk: unknown): void {
    this.#layer.check(responseChunkRules, { chunk, isPreviousChanged: this.#last.isChanged() }, this.#layer.inside())
    this.#last.hold(chunk)
    if (typeof chunk === 'string') this.#bytes += new TextEncoder().encode(chunk).byteLength
    else if (chunk instanceof Uint8Array) this.#bytes += chunk.byteLength
  }

  #checkLeftover(outcome: Completion['outcome']): void {
    const facts = { outcome, isStopped: this.#isStopped || this.#reads > 0, isOpen: this.#isOpen, isBegun: this.#isBegun }
    this.#layer.inBackground(() => this.#layer.check(leftoverRules, facts, this.#layer.outside()))
  }
}

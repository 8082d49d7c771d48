import type { RequestBody } from '@gangway/gateway'
import { fieldsIn, lengthIn } from './fields.ts'
import { LastChunk } from './fingerprint.ts'
import type { Layer } from './layer.ts'
import { remember } from './provenance.ts'
import { isObject, missingMethods } from './read.ts'
import { requestChunkRules, requestFailureRules, requestLengthRules } from './rules/body-chunks.ts'
import { requestReadRules } from './rules/body-reading.ts'
import { memberOf } from './unproven.ts'
import type { Blame } from './violation.ts'

const known = new WeakMap<Layer, WeakMap<RequestBody, RequestBody>>()

/** What the inside of a layer gets for a body: each time the same. A rule names what is no body, it stays as it is. */
export function watchBody(layer: Layer, body: unknown): unknown {
  if (!isRequestBody(body)) return body
  const ofLayer = known.get(layer) ?? new WeakMap<RequestBody, RequestBody>()
  known.set(layer, ofLayer)
  const watched = ofLayer.get(body) ?? watchRequestBody(layer, body)
  ofLayer.set(body, watched)
  return watched
}

function isRequestBody(value: unknown): value is RequestBody {
  return missingMethods(value, [Symbol.asyncIterator, 'bytes', 'text', 'json']).length === 0
}

// It checks who gives it and who reads it; all else about it stays as it is.
function watchRequestBody(layer: Layer, body: RequestBody): RequestBody {
  const reading = new Reading(layer, body)
  const watched = new Proxy(body, {
    get(target, key) {
      if (key === Symbol.asyncIterator) return () => reading.iterate()
      if (key === 'bytes') return () => reading.bytes()
      // What these two are in terms of bytes() is said in SPEC §3.3.
      if (key === 'text') return () => reading.text()
      if (key === 'json') return () => reading.json()
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  remember(watched, body, layer)
  return watched
}

class Reading {
  readonly #layer: Layer
  readonly #body: RequestBody
  readonly #giver: Blame
  readonly #declared: number | undefined
  readonly #last = new LastChunk()
  #bytes = 0
  #isFirst = true

  constructor(layer: Layer, body: RequestBody) {
    this.#layer = layer
    this.#body = body
    this.#giver = layer.giverOf('body', body)
    this.#declared = lengthIn(fieldsIn(memberOf(layer.context, 'headers', isObject)))
  }

  iterate(): AsyncIterableIterator<Uint8Array> {
    this.#checkUnread()
    const iterator = this.#body[Symbol.asyncIterator]()
    const watched: AsyncIterableIterator<Uint8Array> = {
      next: () => this.#next(iterator),
      return: async (value?: unknown) => (iterator.return ? iterator.return(value) : { done: true, value }),
      [Symbol.asyncIterator]: () => watched,
    }
    return watched
  }

  async bytes(): Promise<Uint8Array> {
    this.#checkUnread()
    await this.#checkInTime()
    const whole = await this.#orFailure(() => this.#body.bytes())
    if (!(whole instanceof Uint8Array)) this.#layer.check(requestChunkRules, { chunk: whole, isPreviousChanged: false }, this.#giver)
    this.#checkLength(whole.byteLength, true)
    return whole
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  async #next(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    await this.#checkInTime()
    this.#last.release()
    const result = await this.#orFailure(() => iterator.next())
    if (!result.done) this.#checkChunk(result.value)
    this.#checkLength(this.#bytes, result.done === true)
    return result
  }

  async #orFailure<Result>(next: () => Promise<Result>): Promise<Result> {
    try {
      return await next()
    } catch (error) {
      // A second reader fails by his own fault.
      if (this.#isFirst) this.#layer.check(requestFailureRules, error, this.#giver)
      throw error
    }
  }

  #checkChunk(chunk: Uint8Array): void {
    this.#layer.check(requestChunkRules, { chunk, isPreviousChanged: this.#last.isChanged() }, this.#giver)
    this.#last.hold(chunk)
    if (chunk instanceof Uint8Array) this.#bytes += chunk.byteLength
  }

  #checkLength(bytes: number, isWhole: boolean): void {
    this.#layer.check(requestLengthRules, { declared: this.#declared, bytes, isWhole }, this.#giver)
  }

  #checkUnread(): void {
    this.#isFirst = !this.#body.used
    this.#layer.check(requestReadRules, { isUsed: this.#body.used, isOver: false }, this.#layer.inside())
  }

  async #checkInTime(): Promise<void> {
    const { isReturned } = this.#layer
    const isSent = await this.#layer.lifetime.isSent()
    this.#layer.check(requestReadRules, { isUsed: false, isOver: isSent && isReturned }, this.#layer.inside())
  }
}

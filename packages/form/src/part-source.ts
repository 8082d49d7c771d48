import type { Budget } from './budget.ts'
import { FormError } from './form-error.ts'
import { MultipartScanner, type Token } from './multipart-scanner.ts'

/** Reads the tokens of a multipart body, as they are asked for; once it has failed, it fails for ever. */
export class PartSource {
  readonly #body: AsyncIterator<Uint8Array>
  readonly #scanner: MultipartScanner
  readonly #budget: Budget
  #isReading = false
  #failure: { readonly error: unknown } | undefined

  constructor(body: AsyncIterable<Uint8Array>, boundary: string, budget: Budget) {
    this.#body = body[Symbol.asyncIterator]()
    this.#scanner = new MultipartScanner(boundary, budget)
    this.#budget = budget
  }

  /** The next token. */
  async next(): Promise<Token> {
    if (this.#failure) throw this.#failure.error
    if (this.#isReading) throw new TypeError('form: the parts are read one after the other')
    this.#isReading = true
    try {
      return await this.#read()
    } catch (error) {
      this.#failure = { error }
      throw error
    } finally {
      this.#isReading = false
    }
  }

  /** Nobody reads on. */
  async stop(): Promise<void> {
    this.#failure ??= { error: new TypeError('form: the file was not read before its form was left') }
    await this.#body.return?.()
  }

  async #read(): Promise<Token> {
    for (;;) {
      const token = this.#scanner.next()
      if (token?.kind === 'end') await this.#finish()
      if (token) return token
      if (!(await this.#pull())) this.#scanner.end()
    }
  }

  // What is behind the last part is read as well, so that the connection can be used again.
  async #finish(): Promise<void> {
    do this.#scanner.next()
    while (await this.#pull())
  }

  async #pull(): Promise<boolean> {
    const { done, value } = await this.#body.next()
    if (done) return false
    if (!(value instanceof Uint8Array)) throw new FormError('ERR_FORM_MALFORMED', 'the body is not made of bytes')
    this.#budget.takeBody(value.byteLength)
    this.#scanner.push(value)
    return true
  }
}

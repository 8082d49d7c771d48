import type { Context } from '@gangway/gateway'
import { Budget } from './budget.ts'
import { utf8 } from './charset.ts'
import { FormError } from './form-error.ts'
import { FormFields } from './form-fields.ts'
import { limitsFrom, type Limits } from './form-limits.ts'
import { formFormatOf, formTypeOf, type FormType } from './form-type.ts'
import type { Form, ReadOptions } from './form.ts'
import { keepContent, type Keeping } from './keep-content.ts'
import type { KeptContent } from './kept-content.ts'
import { multipartParts } from './multipart-parts.ts'
import type { FormField, FormPart } from './part.ts'
import type { StandardSchema } from './standard-schema.ts'
import { UploadedFile } from './uploaded-file.ts'
import { urlencodedParts } from './urlencoded-parts.ts'
import { validate, type Validated } from './validate.ts'

/** The options of `form`, checked. */
export interface Settings extends Keeping {
  readonly limits: Limits
}

const encoder = new TextEncoder()

/** The form of one request. */
export class RequestForm implements Form {
  readonly #context: Context
  readonly #settings: Settings
  #reading: Promise<FormFields> | undefined
  #isStreamed = false

  constructor(context: Context, settings: Settings) {
    this.#context = context
    this.#settings = settings
  }

  get type(): FormType | undefined {
    return this.#isQuery() ? 'application/x-www-form-urlencoded' : formTypeOf(this.#context.headers.get('content-type'))
  }

  read(options?: ReadOptions): Promise<FormFields> {
    return (this.#reading ??= this.#readAll(options))
  }

  async validate<Output>(
    schema: StandardSchema<Output>,
    { lists, ...options }: ReadOptions & { lists?: readonly string[] } = {},
  ): Promise<Validated<Output>> {
    return validate(await this.read(options), { schema, lists })
  }

  async *parts(options?: ReadOptions): AsyncGenerator<FormPart, void, undefined> {
    if (this.#reading) yield* await this.#reading
    else yield* this.#open(options)
  }

  async #readAll(options?: ReadOptions): Promise<FormFields> {
    const entries: (FormField | UploadedFile)[] = []
    const contents: KeptContent[] = []
    const close = (): Promise<unknown> => Promise.all(contents.map((content) => content.close()))
    try {
      for await (const part of this.#open(options)) {
        if (part.kind === 'field') {
          entries.push(part)
          continue
        }
        const content = await keepContent(part, this.#settings)
        contents.push(content)
        entries.push(new UploadedFile(part, content))
      }
    } catch (error) {
      await close()
      throw error
    }
    if (contents.length > 0) void this.#context.completed.then(close).catch((error: unknown) => this.#context.log(error))
    return new FormFields(entries)
  }

  #open(options: ReadOptions = {}): AsyncIterable<FormPart> {
    if (this.#isStreamed) throw new TypeError('form: its parts are read once')
    this.#isStreamed = true
    const budget = new Budget(limitsFrom(options.limits, this.#settings.limits))
    if (this.#isQuery()) return urlencodedParts(chunkOf(this.#context.query), { charset: utf8, budget })
    const { headers, body } = this.#context
    if (!body && !headers.has('content-type')) return urlencodedParts(chunkOf(''), { charset: utf8, budget })
    const format = formFormatOf(headers.get('content-type'))
    checkCoding(headers.get('content-encoding'))
    new Budget(budget.limits).takeBody(Number(headers.get('content-length') ?? 0))
    if (format.type === 'multipart/form-data') return multipartParts(body ?? chunkOf(''), { ...format, budget })
    return urlencodedParts(body ?? chunkOf(''), { ...format, budget })
  }

  // The form of a request that asks for something is its query.
  #isQuery(): boolean {
    return this.#context.method === 'GET' || this.#context.method === 'HEAD'
  }
}

function checkCoding(coding: string | null): void {
  if (coding === null || /^\s*(?:identity\s*)?$/i.test(coding)) return
  throw new FormError('ERR_FORM_TYPE', 'a compressed form is not read', { headers: { 'accept-encoding': 'identity' } })
}

async function* chunkOf(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  if (text !== '') yield encoder.encode(text)
}

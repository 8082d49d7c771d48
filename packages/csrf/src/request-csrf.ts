import { raw, type Context, type Markup } from '@gangway/gateway'
import type { Keyring } from '@gangway/keyring'
import { bindingOf, bindingsAccepted, sessionOf } from './bindings.ts'
import { codeOf } from './code-of.ts'
import type { Csrf } from './csrf.ts'
import { isEqual, maskToken, unmaskToken } from './masked-token.ts'
import { sentToken, tokenField } from './sent-token.ts'
import { makeCookie, receivedCookie, withTokenFields } from './token-cookie.ts'

const purpose = 'csrf'

/** What tokens are made with. */
export interface TokenSettings {
  readonly keys: Keyring | undefined
  /** The session's key on the context. */
  readonly session: string
}

/** The tokens of one request. */
export class RequestCsrf implements Csrf {
  readonly #context: Context
  readonly #settings: TokenSettings
  #known: { readonly binding: string; readonly code: Uint8Array } | undefined
  #made: string | undefined
  #isAsked = false
  #isReturned = false

  constructor(context: Context, settings: TokenSettings) {
    this.#context = context
    this.#settings = settings
  }

  async load(): Promise<this> {
    await this.#session()?.load()
    const binding = this.#binding()
    const [key] = await this.#keys().keysFor(purpose)
    if (key) this.#known = { binding, code: await codeOf(key, binding) }
    return this
  }

  token(): string {
    const binding = this.#binding()
    this.#isAsked = true
    if (this.#known?.binding !== binding) this.#known = { binding, code: this.#codeAtOnce(binding) }
    return maskToken(this.#known.code)
  }

  field(): Markup {
    return raw(`<input type="hidden" name="${tokenField}" value="${this.token()}">`)
  }

  /** Whether a valid token came with the request. */
  async verify(): Promise<boolean> {
    const token = unmaskToken((await sentToken(this.#context)) ?? '')
    if (!token) return false
    const session = this.#session()
    await session?.load()
    const keys = await this.#keys().keysFor(purpose)
    const pairs = bindingsAccepted(session, receivedCookie(this.#context)).flatMap((binding) => keys.map((key) => ({ key, binding })))
    const codes = await Promise.all(pairs.map(async ({ key, binding }) => codeOf(key, binding)))
    return codes.some((code) => isEqual(code, token))
  }

  /** The response, with what a token in it needs. */
  returned(response: Response): Response {
    this.#isReturned = true
    return this.#isAsked ? withTokenFields(response, this.#context, this.#made) : response
  }

  #session(): ReturnType<typeof sessionOf> {
    return sessionOf(this.#context, this.#settings.session)
  }

  #keys(): Keyring {
    const { keys } = this.#settings
    if (!keys) throw new TypeError('csrf: a token needs the option secrets')
    return keys
  }

  #binding(): string {
    this.#keys()
    return bindingOf(this.#session(), () => this.#made ?? receivedCookie(this.#context) ?? this.#makeCookie())
  }

  #makeCookie(): string {
    if (this.#isReturned) throw new TypeError('csrf: the token is asked for after the response was returned, too late for its cookie')
    return (this.#made = makeCookie())
  }

  #codeAtOnce(binding: string): Uint8Array {
    const keys = this.#keys().keysFor(purpose)
    const key = keys instanceof Promise ? undefined : keys[0]
    const code = key && codeOf(key, binding)
    if (code === undefined || code instanceof Promise) throw new TypeError('csrf: await csrf.load() first, this runtime has no node:crypto')
    return code
  }
}

import type { Markup } from '@gangway/gateway'

/** Tokens for the forms of a page; only with the option `secrets`. */
export interface Csrf {
  /** Makes the token ready, where session or cryptography answer later: before the other members are used. Resolves to the same object. */
  load(): Promise<this>
  /**
   * A token for a form's field `_csrf`, or for the header field `x-csrf-token`; another text each time.
   * @throws {TypeError} without `secrets`, where it must be loaded first, or when the response was returned without the cookie that it needs.
   */
  token(): string
  /**
   * The hidden field with a token, for a template.
   * @throws {TypeError} as `token` does.
   */
  field(): Markup
}

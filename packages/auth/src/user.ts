/** Who asks. Schemes and user sources add what else they know. */
export interface User {
  /** Unique and lasting, such as the name in a password file or the subject of a token. */
  readonly id: string
  /** For people to read. Default: the id. */
  readonly name?: string
  /** What the user may be: `roles('admin')` asks for them. */
  readonly roles?: readonly string[]
  /** What the credentials may be used for: `scopes('wiki:write')` asks for them. */
  readonly scopes?: readonly string[]
  /** Changes with the password: a session that began with another stamp has ended. Not secret, and not the password's hash itself. */
  readonly stamp?: string
}

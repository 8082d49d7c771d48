import type { Context } from '@gangway/gateway'
import { keyring, type Keyring, type Secret } from '@gangway/keyring'
import type { CsrfError } from './csrf-error.ts'
import { checkOrigins } from './origin.ts'
import type { TokenSettings } from './request-csrf.ts'

/** Options of `csrf`. */
export interface CsrfOptions {
  /** Other origins whose pages may send requests, written as browsers send them: `https://login.example.org`. Default: none. */
  trustedOrigins?: readonly string[]
  /** What is taken from anywhere, such as a webhook with a signature: paths, compared as they are, mount included, or a function. Default: nothing. */
  exempt?: readonly string[] | ((context: Context) => boolean)
  /**
   * Secrets for tokens, newest first, or a keyring. With them, a request whose browser does not say where it comes from needs a token. Default: none; such
   * requests, which no browser of today makes, are taken.
   */
  secrets?: string | readonly Secret[] | Keyring | undefined
  /** The key on the context of the session that tokens are bound to. Default: `session`. */
  session?: string
  /** Answers what is refused. Default: the error is thrown, and the answer is 403 with its message. */
  onRefused?: (error: CsrfError, context: Context) => Response | Promise<Response>
}

/** The options of `csrf`, checked. */
export interface Settings extends TokenSettings {
  readonly trusted: ReadonlySet<string>
  readonly isExempt: (context: Context) => boolean
  readonly onRefused: ((error: CsrfError, context: Context) => Response | Promise<Response>) | undefined
}

/**
 * The options, checked.
 * @throws {TypeError} when one is wrong.
 */
export function settingsFrom(options: CsrfOptions): Settings {
  const { trustedOrigins = [], exempt = [], secrets, session = 'session', onRefused } = options
  // A variable that is not set must not turn tokens off in silence.
  const hasSecrets = 'secrets' in options
  return {
    trusted: checkOrigins(trustedOrigins),
    isExempt: typeof exempt === 'function' ? exempt : exemptPaths(exempt),
    keys: !hasSecrets ? undefined : isKeyring(secrets) ? secrets : keyring(secrets),
    session,
    onRefused,
  }
}

function exemptPaths(paths: readonly string[]): (context: Context) => boolean {
  const wrong = paths.find((path) => !path.startsWith('/') || path.includes('*'))
  if (wrong !== undefined) throw new TypeError(`csrf: exempt has whole paths, and ${JSON.stringify(wrong)} is none; a function can do more`)
  const known = new Set(paths)
  return ({ mount, path }) => known.has(mount + path)
}

function isKeyring(secrets: CsrfOptions['secrets']): secrets is Keyring {
  return typeof secrets === 'object' && 'keysFor' in secrets
}

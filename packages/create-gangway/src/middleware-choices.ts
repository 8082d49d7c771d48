/** A middleware that an application may be made with. */
export interface MiddlewareChoice {
  /** What it does, in the list to choose from. */
  hint: string
  import: string
  /** What stands in `use()`. */
  use: string
}

// In the order a request passes them.
const choices = {
  traceback: {
    hint: 'errors with source and values, for the developer',
    import: "import { traceback } from '@gangway/traceback'",
    use: "traceback({ display: process.env.NODE_ENV === 'development' })",
  },
  log: {
    hint: 'an access log, as Apache writes it',
    import: "import { log } from '@gangway/log'",
    use: 'log()',
  },
  'secure-headers': {
    hint: 'headers that make browsers careful',
    import: "import { secureHeaders } from '@gangway/secure-headers'",
    use: 'secureHeaders()',
  },
  compress: {
    hint: 'compressed responses',
    import: "import { compress } from '@gangway/compress'",
    use: 'compress()',
  },
  static: {
    hint: 'the files in public/',
    import: "import { staticFiles } from '@gangway/static'",
    use: "staticFiles({ folder: new URL('../public', import.meta.url) })",
  },
  session: {
    hint: 'sessions in a sealed cookie',
    import: "import { session, type Session } from '@gangway/session'",
    use: "session({ secrets: [process.env.SESSION_SECRET ?? ''] })",
  },
  csrf: {
    hint: 'refuses forms that other sites send',
    import: "import { csrf } from '@gangway/csrf'",
    use: 'csrf()',
  },
} as const

export type MiddlewareName = keyof typeof choices
export const middlewareChoices: Readonly<Record<MiddlewareName, MiddlewareChoice>> = choices

// The keys of a literal that has no others.
export const middlewareNames = Object.keys(choices) as MiddlewareName[]

/** What an application gets when nobody says otherwise. */
export const recommendedMiddleware: readonly MiddlewareName[] = middlewareNames

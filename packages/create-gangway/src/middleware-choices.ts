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
  session: {
    hint: 'sessions in a sealed cookie',
    import: "import { session, type Session } from '@gangway/session'",
    use: "session({ secrets: [process.env.SESSION_SECRET ?? ''] })",
  },
} as const

export type MiddlewareName = keyof typeof choices
export const middlewareChoices: Readonly<Record<MiddlewareName, MiddlewareChoice>> = choices

// The keys of a literal that has no others.
export const middlewareNames = Object.keys(choices) as MiddlewareName[]

/** What an application gets when nobody says otherwise. */
export const recommendedMiddleware: readonly MiddlewareName[] = middlewareNames

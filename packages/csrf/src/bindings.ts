import type { Context } from '@gangway/gateway'

/** A session as `@gangway/session` puts it on the context, as far as it is used here. */
export interface SessionLike {
  load(): Promise<unknown>
  readonly id: string
  readonly isNew: boolean
  readonly ownerId?: string | null
}

/** The session of a request, where it has one under this name. */
export function sessionOf(context: Context, name: string): SessionLike | undefined {
  const session: unknown = Reflect.get(context, name)
  return isSession(session) ? session : undefined
}

/** What a token is bound to: the session, or where there is none the cookie. */
export function bindingOf(session: SessionLike | undefined, cookie: () => string): string {
  return session && (!session.isNew || isOwned(session)) ? `session\n${session.id}` : `cookie\n${cookie()}`
}

/** What a token that came may be bound to. A form that was shown before its session began has one of the cookie, which nobody's session takes. */
export function bindingsAccepted(session: SessionLike | undefined, cookie: string | undefined): string[] {
  const begun = session?.isNew === false ? session : undefined
  const ofCookie = cookie === undefined || (begun && isOwned(begun)) ? [] : [`cookie\n${cookie}`]
  return begun ? [`session\n${begun.id}`, ...ofCookie] : ofCookie
}

function isOwned({ ownerId = null }: SessionLike): boolean {
  return ownerId !== null
}

function isSession(value: unknown): value is SessionLike {
  return (
    typeof value === 'object' && value !== null && 'load' in value && typeof value.load === 'function' && 'isNew' in value && 'id' in value
  )
}

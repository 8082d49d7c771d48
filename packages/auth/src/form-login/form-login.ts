import type { Context, Middleware } from '@gangway/gateway'
import { attemptOf } from '../attempt.ts'
import { pendingOf } from '../authentication.ts'
import type { Awaitable } from '../awaitable.ts'
import type { Outcome, Scheme } from '../scheme.ts'
import type { User } from '../user.ts'
import type { UserSource } from '../user-source.ts'
import { attemptLimit, type AttemptOptions } from './attempts.ts'
import { loginPage, type LoginPage } from './login-page.ts'
import { loginPages } from './login-pages.ts'
import type { LoginInput, LoginResult } from './login-result.ts'
import { deleteLogin, readLogin, writeLogin, type LoginRecord, type LoginSession, type WithSession } from './login-session.ts'

/** What `formLogin` takes. */
export interface FormLoginOptions<Account extends User = User> {
  /** Checks names and passwords, and finds a user again at each request: it needs `find`. */
  users: UserSource<Account>
  /** Where the login page is, below the mount of `auth`. Default: `/login`. */
  path?: string
  /** Where one signs out, with POST. Default: `/logout`. */
  logoutPath?: string
  /** Where one comes to without having asked for a page, and after signing out. Default: `/`. */
  home?: string
  /** The application's own login page. Default: a plain one. */
  page?: (page: LoginPage, context: Context) => Awaitable<Response>
  /** Whether a user has to prove a second factor; then `path` is where he does, a page of the application that limits tries (`attemptLimit`) and calls `complete`. Default: nobody has to. */
  secondFactor?: { readonly path: string; readonly needed: (user: Account, context: Context) => Awaitable<boolean> }
  /** Locks names after wrong passwords. Default: ten of them lock for 15 minutes. */
  attempts?: AttemptOptions
  /** Ends all sessions of a user but one, for `signOutEverywhere`. Default: there is no such thing. */
  revoke?: (userId: string, exceptSessionId: string | undefined) => Awaitable<unknown>
  /** Names the scheme, where there are two of its kind. Default: `form`. */
  name?: string
}

/** A login form: a scheme for `auth`, its pages, and what they do for an application with pages of its own. */
export interface FormLogin<Account extends User = User> extends Scheme<Account, LoginSession, WithSession> {
  /** The login page and the way out, as a layer inside the session. */
  readonly pages: Middleware<{}, WithSession>
  /** Checks a password and signs in, with a new session id. */
  signIn(context: Context & WithSession, input: LoginInput): Promise<LoginResult<Account>>
  /** Signs in who proved the second factor; null when nobody was waiting for that. */
  complete(context: Context & WithSession): Promise<Account | null>
  /** Signs in whom the application knows by other means, such as a passkey. */
  enter(context: Context & WithSession, user: Account, remember?: boolean): Promise<void>
  /** Ends the session. */
  signOut(context: Context & WithSession): Promise<void>
  /**
   * Ends all sessions of the user; this one, too, unless `keepThis`.
   * @throws {TypeError} when there is no `revoke`.
   */
  signOutEverywhere(context: Context & WithSession, keepThis?: boolean): Promise<void>
}

const longestPending = 600

/**
 * Signing in with a form, over a session. The session gets a new id whenever who it belongs to changes, and ends with the password it began with.
 * @throws {TypeError} when an option is wrong.
 */
export function formLogin<Account extends User>(options: FormLoginOptions<Account>): FormLogin<Account> {
  const { page = loginPage, secondFactor, revoke, name = 'form' } = options
  const users = checkUsers(options.users)
  const { path = '/login', logoutPath = '/logout', home = '/' } = options
  for (const each of [path, logoutPath, home, secondFactor?.path ?? '/'])
    if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(each)) throw new TypeError(`auth: ${JSON.stringify(each)} is not a path`)
  const limit = attemptLimit(options.attempts)

  const login: FormLogin<Account> = {
    name,
    strength: 20,
    reads: ['Cookie'],
    identify: ({ headers, session }) => (headers.has('cookie') ? session : null),
    authenticate,
    // RFC 9110 wants a challenge, and has none for cookies; programs learn from this one where to go.
    challenge: (context) => [{ scheme: 'Cookie', parameters: { 'form-action': (attemptOf(context)?.mount ?? '') + path } }],
    loginLocation: (context, mount) => locationFor(mount, context),
    pages: loginPages({ path, logoutPath, home, page, secondFactorPath: secondFactor?.path }, () => login),
    signIn,
    complete,
    enter,
    signOut,
    signOutEverywhere,
  }
  return login

  async function authenticate(session: LoginSession): Promise<Outcome<Account>> {
    await session.load()
    const record = readLogin(session)
    if (!record) return { user: null }
    if (record.pending !== undefined) return pendingOutcome(session, record, record.pending)
    const user = session.ownerId === null ? null : await users.find(session.ownerId)
    if (user && stampOf(user) === record.stamp) return { user, authTime: record.time }
    session.destroy()
    return { user: null }
  }

  async function pendingOutcome(session: LoginSession, record: LoginRecord, id: string): Promise<Outcome<Account>> {
    const user = await users.find(id)
    if (user && stampOf(user) === record.stamp && now() - record.time <= longestPending) return { user: null, pending: user }
    deleteLogin(session)
    return { user: null }
  }

  async function signIn(context: Context & WithSession, input: LoginInput): Promise<LoginResult<Account>> {
    await context.session.load()
    const retryAfter = await limit.begin(input.name, context)
    if (retryAfter > 0) return { outcome: 'locked', retryAfter }
    const user = await users.verify(input.name, input.password)
    if (!user) return { outcome: 'refused' }
    await limit.clear(input.name, context)
    if (!(await secondFactor?.needed(user, context))) {
      await enter(context, user, input.remember)
      return { outcome: 'accepted', user }
    }
    const { session } = context
    if (session.ownerId !== null) session.destroy()
    session.regenerate()
    writeLogin(session, { stamp: stampOf(user), time: now(), pending: user.id, remember: input.remember === true })
    return { outcome: 'pending', user }
  }

  async function complete(context: Context & WithSession): Promise<Account | null> {
    const { session } = context
    await session.load()
    const record = readLogin(session)
    const outcome = record?.pending === undefined ? null : await pendingOutcome(session, record, record.pending)
    if (!record || !outcome || !('pending' in outcome)) return null
    await enter(context, outcome.pending, record.remember)
    return outcome.pending
  }

  async function enter({ session }: Context & WithSession, user: Account, remember = false): Promise<void> {
    await session.load()
    // What belongs to one user is not the next one's.
    if (session.ownerId !== null && session.ownerId !== user.id) session.destroy()
    session.owner(user.id)
    writeLogin(session, { stamp: stampOf(user), time: now() })
    session.remember(remember)
  }

  async function signOut({ session }: WithSession): Promise<void> {
    await session.load()
    session.destroy()
  }

  async function signOutEverywhere({ session }: WithSession, keepThis = false): Promise<void> {
    if (!revoke) throw new TypeError('auth: signOutEverywhere needs the option revoke')
    await session.load()
    if (session.ownerId !== null) await revoke(session.ownerId, keepThis ? session.id : undefined)
    if (!keepThis) session.destroy()
  }

  function locationFor(mount: string, context: Context): string {
    const { pathname, search } = context.url
    const isPage = context.method === 'GET' || context.method === 'HEAD'
    const place = pendingPath(context) ?? path
    return mount + place + (isPage ? `?return-to=${encodeURIComponent(pathname + search)}` : '')
  }

  function pendingPath(context: Context): string | undefined {
    return secondFactor && pendingOf(context) ? secondFactor.path : undefined
  }
}

function stampOf(user: User): string {
  return user.stamp ?? ''
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

function checkUsers<Account extends User>(users: UserSource<Account>): Required<UserSource<Account>> {
  const { verify, find } = users
  if (typeof verify === 'function' && typeof find === 'function') return { verify: verify.bind(users), find: find.bind(users) }
  throw new TypeError('auth: formLogin takes users with verify and find')
}

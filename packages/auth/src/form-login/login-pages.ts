import { bodyOf, empty, HttpError, redirect, reply, type Context, type Middleware } from '@gangway/gateway'
import type { Awaitable } from '../awaitable.ts'
import { readForm } from './form-body.ts'
import type { LoginPage } from './login-page.ts'
import type { LoginInput, LoginResult } from './login-result.ts'
import type { WithSession } from './login-session.ts'
import { safeReturnTo } from './return-to.ts'
import { isSameOrigin } from './same-origin.ts'

/** Where the pages are, and how they look. */
export interface LoginPagesOptions {
  readonly path: string
  readonly logoutPath: string
  readonly home: string
  readonly page: (page: LoginPage, context: Context) => Awaitable<Response>
  readonly secondFactorPath: string | undefined
}

interface SignInAndOut {
  signIn(context: Context & WithSession, input: LoginInput): Promise<LoginResult>
  signOut(context: Context & WithSession): Promise<void>
}

type Paths = Pick<LoginPagesOptions, 'path' | 'logoutPath' | 'home'>

/** A layer that answers at the two paths of a login form. */
export function loginPages(options: LoginPagesOptions, login: () => SignInAndOut): Middleware<{}, WithSession> {
  const { path, logoutPath } = options
  return (app) => (context) => {
    if (context.path === path) return allowing(context, ['GET', 'HEAD', 'POST']) ?? atLogin(context, options, login())
    if (context.path === logoutPath) return allowing(context, ['POST']) ?? atLogout(context, options, login())
    return app(context)
  }
}

function allowing({ method }: Context, methods: readonly string[]): Response | undefined {
  return methods.includes(method) ? undefined : empty({ status: 405, headers: { allow: methods.join(', ') } })
}

async function atLogin(context: Context & WithSession, options: LoginPagesOptions, login: SignInAndOut): Promise<Response> {
  if (context.method !== 'POST') return show(context, options, { returnTo: new URLSearchParams(context.query).get('return-to') })
  checkOrigin(context)
  const form = await readForm(context)
  const [name, password, returnTo] = [form.get('name') ?? '', form.get('password') ?? '', form.get('return-to')]
  const result = await login.signIn(context, {
    name: name.normalize('NFC'),
    password,
    remember: form.has('remember'),
  })
  if (result.outcome === 'accepted') return seeOther(returnAddress(returnTo, context, options))
  if (result.outcome === 'pending') return seeOther(secondFactorAddress(returnTo, context, options))
  if (result.outcome === 'refused') return show(context, options, { returnTo, name, problem: 'wrong' })
  return show(context, options, { returnTo, name, problem: 'locked', retryAfter: result.retryAfter })
}

async function atLogout(context: Context & WithSession, { home }: LoginPagesOptions, login: SignInAndOut): Promise<Response> {
  checkOrigin(context)
  await login.signOut(context)
  const response = seeOther(context.mount + home)
  response.headers.set('clear-site-data', '"cache"')
  return response
}

function checkOrigin(context: Context): void {
  if (!isSameOrigin(context)) throw new HttpError(403, 'This form was sent from another site')
}

async function show(
  context: Context,
  options: LoginPagesOptions,
  { returnTo, name = '', problem = null, retryAfter = 0 }: Partial<Omit<LoginPage, 'returnTo'>> & { returnTo: string | null },
): Promise<Response> {
  const address = returnAddress(returnTo, context, options)
  const shown = await options.page({ action: context.mount + options.path, returnTo: address, name, problem, retryAfter }, context)
  const status = problem === 'wrong' ? 422 : problem === 'locked' ? 429 : shown.status
  const response = reply(bodyOf(shown), { status, headers: shown.headers })
  response.headers.set('cache-control', 'no-store')
  if (problem === 'locked') response.headers.set('retry-after', String(retryAfter))
  return response
}

function returnAddress(wanted: string | null, context: Context, { path, logoutPath, home }: Paths): string {
  const address = safeReturnTo(wanted, context, context.mount + home)
  const isOurs = [path, logoutPath].some((each) => address.split(/[?#]/, 1)[0] === context.mount + each)
  return isOurs ? context.mount + home : address
}

function secondFactorAddress(wanted: string | null, context: Context, options: LoginPagesOptions): string {
  const query = `?return-to=${encodeURIComponent(returnAddress(wanted, context, options))}`
  return context.mount + (options.secondFactorPath ?? options.path) + query
}

function seeOther(location: string): Response {
  return redirect(location, { status: 303, headers: { 'cache-control': 'no-store' } })
}

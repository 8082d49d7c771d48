import { safeReturnTo } from '@gangway/auth'
import { HttpError, redirect } from '@gangway/gateway'
import { sessionsOf } from '@gangway/session'
import type { WikiUser } from '../accounts.ts'
import { problemWithPassword } from '../model/password.ts'
import { beginRegistration } from '../model/registrations.ts'
import { addUser, problemWithName, setPassword } from '../model/users.ts'
import { render } from '../view/render.ts'
import type { SessionView } from '../view/views.ts'
import { deviceOf } from './device.ts'
import type { WikiContext } from './wiki-context.ts'

/** Seconds for which one stays logged in who does not want to be remembered. */
const aDay = 86_400

const tooManyAccounts = 'There were too many new accounts. Try again in an hour.'

/** GET /login */
export function showLogin(context: WikiContext): Promise<Response> {
  return loginForm(context, { name: '', returnTo: new URLSearchParams(context.query).get('return-to') ?? '' })
}

/** POST /login */
export async function logIn(context: WikiContext): Promise<Response> {
  const fields = await context.form.read()
  const [name = '', password = '', returnTo = ''] = ['username', 'password', 'return-to'].map((field) => fields.get(field))
  const remember = fields.get('remember') === 'on'
  const result = await context.wiki.accounts.login.signIn(context, { name, password, remember })
  if (result.outcome === 'accepted') {
    begin(context, remember)
    return redirect(safeReturnTo(returnTo, context, `${context.mount}/`), 303)
  }
  if (result.outcome !== 'locked') return loginForm(context, { name, returnTo, problem: 'The name or the password is wrong.', status: 422 })
  const minutes = Math.ceil(result.retryAfter / 60)
  const problem = `There were too many wrong passwords for this name. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  return loginForm(context, { name, returnTo, problem, status: 429, retryAfter: result.retryAfter })
}

/** POST /logout */
export async function logOut(context: WikiContext): Promise<Response> {
  await context.wiki.accounts.login.signOut(context)
  return redirect(`${context.mount}/`, 303)
}

/** GET /register */
export function showRegistration(context: WikiContext): Promise<Response> {
  requireRegistration(context)
  return registrationForm(context, '')
}

/** POST /register */
export async function register(context: WikiContext): Promise<Response> {
  requireRegistration(context)
  const { accounts, database, settings } = context.wiki
  const fields = await context.form.read()
  const [name = '', password = '', again = ''] = ['username', 'password', 'again'].map((field) => fields.get(field))
  const problem = problemWithName(name.trim()) ?? problemWithPassword(password, again, name.trim())
  if (problem !== undefined) return registrationForm(context, name, { problem })
  const retryAfter = await beginRegistration(database, context.client.address)
  if (retryAfter > 0) return registrationForm(context, name, { problem: tooManyAccounts, status: 429, retryAfter })
  const made = await addUser(database, { name, password: await accounts.passwords.hash(password), role: settings.newcomer })
  if (!made) return registrationForm(context, name, { problem: 'This name is taken.' })
  await enter(context, String(made.id))
  return redirect(`${context.mount}/account`, 303)
}

/** GET /account */
export async function showAccount(context: WikiContext): Promise<Response> {
  return accountPage(context, requireUser(context))
}

/** POST /account/password */
export async function changePassword(context: WikiContext): Promise<Response> {
  const user = requireUser(context)
  const { accounts, database } = context.wiki
  const fields = await context.form.read()
  const [old = '', password = '', again = ''] = ['old', 'password', 'again'].map((field) => fields.get(field))
  const problem = problemWithPassword(password, again, user.name)
  if (problem !== undefined) return accountPage(context, user, problem)
  // Before the password is looked at this session gets a new id: the others are those that had none of it.
  const { id: before } = context.session
  const result = await accounts.login.signIn(context, { name: user.name, password: old })
  if (result.outcome === 'locked') return accountPage(context, user, 'There were too many wrong passwords. Try again later.')
  if (result.outcome !== 'accepted') return accountPage(context, user, 'The present password is wrong.')
  await setPassword(database, Number(user.id), await accounts.passwords.hash(password))
  await sessionsOf(database.sessions, user.id).revokeAll({ exceptId: before })
  await enter(context, user.id)
  return redirect(`${context.mount}/account`, 303)
}

/** POST /account/sessions */
export async function endSessions(context: WikiContext): Promise<Response> {
  const user = requireUser(context)
  const end = (await context.form.read()).get('end') ?? ''
  const sessions = sessionsOf(context.wiki.database.sessions, user.id)
  if (end === 'others') await sessions.revokeAll({ exceptId: context.session.id })
  else await sessions.revoke(end)
  return redirect(`${context.mount}/account`, 303)
}

/** Logs in whom we know, as the database has him now. */
async function enter(context: WikiContext, id: string): Promise<void> {
  const { login, users } = context.wiki.accounts
  const user = await users.find?.(id)
  if (!user) throw new HttpError(409, 'This account is gone.')
  await login.enter(context, user)
  begin(context, false)
}

function begin({ session, headers, client }: WikiContext, remember: boolean): void {
  session.set('device', deviceOf(headers.get('user-agent')))
  session.set('address', client.address)
  if (!remember) session.expiresIn(aDay)
}

function requireUser({ user }: WikiContext): WikiUser {
  if (!user) throw new HttpError(403, 'Only those who are logged in have an account.')
  return user
}

function requireRegistration({ wiki }: WikiContext): void {
  if (!wiki.settings.registration) throw new HttpError(403, 'Accounts of this wiki are made by its administrators.')
}

interface LoginForm {
  name: string
  returnTo: string
  problem?: string
  status?: number
  retryAfter?: number
}

function loginForm(context: WikiContext, { name, returnTo, problem, status = 200, retryAfter }: LoginForm): Promise<Response> {
  const view = { name, return_to: returnTo, registration: context.wiki.settings.registration, problem }
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return render(context, 'login', view, { status, headers, heading: 'Log in', here: 'login' })
}

function registrationForm(
  context: WikiContext,
  name: string,
  { problem, status = problem === undefined ? 200 : 422, retryAfter }: Pick<LoginForm, 'problem' | 'status' | 'retryAfter'> = {},
): Promise<Response> {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return render(context, 'register', { name, problem }, { heading: 'Make an account', status, headers })
}

async function accountPage(context: WikiContext, user: WikiUser, problem?: string): Promise<Response> {
  const found = await sessionsOf(context.wiki.database.sessions, user.id).list()
  const sessions = found.map(({ id, createdAt, get }): SessionView => ({
    id,
    device: textOf(get('device')),
    address: textOf(get('address')),
    began: createdAt.toISOString(),
    is_this: id === context.session.id,
  }))
  const status = problem === undefined ? 200 : 422
  return render(context, 'account', { sessions, problem }, { heading: user.name, here: 'account', status })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

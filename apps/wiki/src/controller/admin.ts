import { HttpError, redirect, stream } from '@gangway/gateway'
import { sessionsOf } from '@gangway/session'
import { listDeletedPages } from '../model/delete-page.ts'
import { randomPassword } from '../model/random-password.ts'
import { rankFrom, roleOf, roles, type Rank, type Role } from '../model/rank.ts'
import { saveSettings } from '../model/settings.ts'
import { disableUser, enableUser, findUser, listUsers, setPassword, setRole, type User } from '../model/users.ts'
import { rankChoices } from '../view/rank-choices.ts'
import { render } from '../view/render.ts'
import { forAdministrators, requireAdmin } from './access.ts'
import { contentDisposition } from './content-disposition.ts'
import type { Controller, WikiContext } from './wiki-context.ts'

type UserContext = WikiContext & { readonly params: { readonly id: number } }

/** What who makes himself an account may be. */
const newcomers: readonly Role[] = ['reader', 'editor']

/** Bytes that an imported archive may have. */
const largestArchive = 67_108_864

const lastAdministrator = 'A wiki needs an administrator, and this is the last one.'

/** GET /admin */
export async function showAdmin(context: WikiContext): Promise<Response> {
  requireAdmin(context)
  return adminPage(context)
}

/** POST /admin/settings */
export async function changeSettings(context: WikiContext): Promise<Response> {
  requireAdmin(context)
  const fields = await context.form.read()
  const name = (fields.get('name') ?? '')
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 60)
  if (name === '') return adminPage(context, { problem: 'A wiki needs a name.' })
  await saveSettings(context.wiki.database, {
    name,
    readRank: chosenRank(fields.get('read')),
    editRank: chosenRank(fields.get('edit')),
    registration: fields.get('registration') === 'on',
    newcomer: chosenRole(fields.get('newcomer'), newcomers),
  })
  return redirect(`${context.mount}/admin`, 303)
}

/** POST /admin/users/:id/role */
export async function changeRole(context: UserContext): Promise<Response> {
  requireAdmin(context)
  const { id } = await userOf(context)
  const role = chosenRole((await context.form.read()).get('role'))
  if (await setRole(context.wiki.database, id, role)) return redirect(`${context.mount}/admin`, 303)
  return adminPage(context, { problem: lastAdministrator })
}

/** POST /admin/users/:id/password */
export async function givePassword(context: UserContext): Promise<Response> {
  requireAdmin(context)
  const { id, name } = await userOf(context)
  const { accounts, database } = context.wiki
  const password = randomPassword()
  await setPassword(database, id, await accounts.passwords.hash(password))
  await sessionsOf(database.sessions, String(id)).revokeAll()
  return adminPage(context, { new_password: { name, password } })
}

/** POST /admin/users/:id/disable */
export const disableAccount: Controller<UserContext> = forAdministrators(async (context) => {
  const { id } = await userOf(context)
  const { database } = context.wiki
  if (!(await disableUser(database, id))) return adminPage(context, { problem: lastAdministrator })
  await sessionsOf(database.sessions, String(id)).revokeAll()
  return redirect(`${context.mount}/admin`, 303)
})

/** POST /admin/users/:id/enable */
export const enableAccount: Controller<UserContext> = forAdministrators(async (context) => {
  const { id } = await userOf(context)
  const { database } = context.wiki
  // One that was begun while the account was being disabled.
  await sessionsOf(database.sessions, String(id)).revokeAll()
  await enableUser(database, id)
  return redirect(`${context.mount}/admin`, 303)
})

/** GET /admin/export */
export async function exportPages(context: WikiContext): Promise<Response> {
  requireAdmin(context)
  const [{ writeArchive }, { allPages }] = await Promise.all([import('../model/archive.ts'), import('../model/all-pages.ts')])
  const name = `${context.wiki.settings.name} ${new Date().toISOString().slice(0, 10)}.zip`
  return stream(writeArchive(allPages(context.wiki.database)), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': contentDisposition('attachment', name),
      'cache-control': 'no-store',
    },
  })
}

/** POST /admin/import */
export async function importArchive(context: WikiContext): Promise<Response> {
  requireAdmin(context)
  const fields = await context.form.read({ limits: { file: largestArchive, body: largestArchive + 1_048_576 } })
  const file = fields.file('archive')
  if (!file) return adminPage(context, { problem: 'There was no file in the form.' })
  const { importFrom } = await import('./import-pages.ts')
  return adminPage(context, await importFrom(context, file))
}

interface AdminNotice {
  readonly problem?: string | undefined
  readonly notice?: string | undefined
  readonly new_password?: { name: string; password: string }
}

async function adminPage(context: WikiContext, { problem, notice, new_password }: AdminNotice = {}): Promise<Response> {
  const { database, settings } = context.wiki
  const view = {
    settings,
    choices: rankChoices,
    chosen: { read: String(settings.readRank), edit: String(settings.editRank) },
    roles,
    newcomers,
    users: await listUsers(database),
    deleted_pages: await listDeletedPages(database),
    problem,
    notice,
    new_password,
  }
  const status = problem === undefined ? 200 : 422
  return render(context, 'admin', view, { heading: 'Administration', here: 'admin', status, headers: { 'cache-control': 'no-store' } })
}

async function userOf({ wiki, params }: UserContext): Promise<User> {
  const user = await findUser(wiki.database, params.id)
  if (!user) throw new HttpError(404, 'There is no such account.')
  return user
}

function chosenRank(value: string | undefined): Rank {
  const rank = rankFrom(value ?? '')
  if (rank === undefined) throw new HttpError(400, 'The form is not complete.')
  return rank
}

function chosenRole(value: string | undefined, choices: readonly Role[] = roles): Role {
  const role = roleOf(value ?? '')
  if (role === undefined || !choices.includes(role)) throw new HttpError(400, 'The form is not complete.')
  return role
}

import { unauthorized } from '@gangway/auth'
import { HttpError } from '@gangway/gateway'
import { findPageEvenDeleted, type Page } from '../model/pages.ts'
import { mayAdminister, mayEdit, mayRead } from '../model/permissions.ts'
import type { May, OfPage } from '../view/views.ts'
import { titleOf } from './title-of.ts'
import { visitorOf, type Controller, type PageContext, type WikiContext } from './wiki-context.ts'

/**
 * The page with a title, if there is one, whether it was deleted or not.
 * @throws {HttpError} 403 when the visitor may not read it.
 */
export async function readableEvenDeleted(context: WikiContext, title: string): Promise<Page | undefined> {
  const page = await findPageEvenDeleted(context.wiki.database, title)
  if (!mayRead(visitorOf(context).rank, page, context.wiki.settings)) throw forbidden(context, 'read this page')
  return page
}

/**
 * The page with a title, if there is one.
 * @throws {HttpError} 403 when the visitor may not read it, 410 when it was deleted.
 */
export async function readable(context: WikiContext, title: string): Promise<Page | undefined> {
  const page = await readableEvenDeleted(context, title)
  if (page && page.deletedAt !== null) throw new HttpError(410, pageWasDeleted)
  return page
}

/** What happened to a page, in words for the visitor. */
export const pageWasDeleted = 'This page was deleted. An administrator can restore it.'

/**
 * The page that the address names.
 * @throws {HttpError} 404 when there is none, 403 when the visitor may not read it, 410 when it was deleted.
 */
export async function existingPage(context: PageContext): Promise<Page> {
  return found(await readable(context, titleOf(context)))
}

/**
 * As `existingPage`, but administrators get deleted pages too.
 * @throws {HttpError} 404 when there is none, 403 when the visitor may not read it, 410 when it was deleted and he is no administrator.
 */
export async function keptPage(context: PageContext): Promise<Page> {
  const find = mayAdminister(visitorOf(context).rank) ? readableEvenDeleted : readable
  return found(await find(context, titleOf(context)))
}

function found(page: Page | undefined): Page {
  if (!page) throw new HttpError(404, 'Nobody has written this page yet.')
  return page
}

/**
 * Makes sure that the visitor may change a page, or make one.
 * @throws {HttpError} 403 otherwise.
 */
export function requireEdit(context: WikiContext, page: Page | undefined): void {
  if (!mayEdit(visitorOf(context).rank, page, context.wiki.settings))
    throw forbidden(context, page ? 'change this page' : 'write this page')
}

/**
 * Makes sure that the visitor administers the wiki.
 * @throws {HttpError} 403 otherwise.
 */
export function requireAdmin(context: WikiContext): void {
  if (!mayAdminister(visitorOf(context).rank)) throw forbidden(context, 'administer the wiki')
}

/** A controller for administrators: visitors are asked to log in, and all others refused. */
export function forAdministrators<Needed extends WikiContext>(controller: Controller<Needed>): Controller<Needed> {
  return (context) => {
    if (context.user === null) return unauthorized(context)
    requireAdmin(context)
    return controller(context)
  }
}

function forbidden({ user }: WikiContext, what: string): HttpError {
  return new HttpError(403, user ? `Your account may not ${what}.` : `Only those who are logged in may ${what}.`)
}

/** What the visitor may do with a page. */
export function mayDo(context: WikiContext, page: Page | undefined): May {
  const { rank } = visitorOf(context)
  return { edit: !isDeleted(page) && mayEdit(rank, page, context.wiki.settings), administer: mayAdminister(rank) }
}

/** What all views of a page show. */
export function ofPage(context: WikiContext, page: Page, action: string): OfPage {
  return { page: { ...page, exists: !isDeleted(page) }, may: mayDo(context, page), action }
}

function isDeleted(page: Page | undefined): boolean {
  return page !== undefined && page.deletedAt !== null
}

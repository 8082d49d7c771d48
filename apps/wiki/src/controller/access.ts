import { HttpError } from '@gangway/gateway'
import { findPage, type Page } from '../model/pages.ts'
import { mayAdminister, mayEdit, mayRead } from '../model/permissions.ts'
import type { May, OfPage } from '../view/views.ts'
import { titleOf } from './title-of.ts'
import { visitorOf, type PageContext, type WikiContext } from './wiki-context.ts'

/**
 * The page with a title, if there is one.
 * @throws {HttpError} 403 when the visitor may not read it.
 */
export async function readable(context: WikiContext, title: string): Promise<Page | undefined> {
  const page = await findPage(context.wiki.database, title)
  if (!mayRead(visitorOf(context).rank, page, context.wiki.settings)) throw forbidden(context, 'read this page')
  return page
}

/**
 * The page that the address names.
 * @throws {HttpError} 404 when there is none, 403 when the visitor may not read it.
 */
export async function existingPage(context: PageContext): Promise<Page> {
  const page = await readable(context, titleOf(context))
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

function forbidden({ user }: WikiContext, what: string): HttpError {
  return new HttpError(403, user ? `Your account may not ${what}.` : `Only those who are logged in may ${what}.`)
}

/** What the visitor may do with a page. */
export function mayDo(context: WikiContext, page: Page | undefined): May {
  const { rank } = visitorOf(context)
  return { edit: mayEdit(rank, page, context.wiki.settings), administer: mayAdminister(rank) }
}

/** What all views of a page show. */
export function ofPage(context: WikiContext, page: Page, action: string): OfPage {
  return { page: { ...page, exists: true }, may: mayDo(context, page), action }
}

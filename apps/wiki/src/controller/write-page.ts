import { HttpError, redirect } from '@gangway/gateway'
import { normaliseComment } from '../model/comment.ts'
import { existingTitles, findPage, findPageEvenDeleted, type Page } from '../model/pages.ts'
import { isOutOfSpace } from '../model/out-of-space.ts'
import { mayEdit } from '../model/permissions.ts'
import { ranks } from '../model/rank.ts'
import { findRevision } from '../model/revisions.ts'
import { savePage } from '../model/save-page.ts'
import { problemWithTags, tagsIn } from '../model/tag.ts'
import { tagsOf } from '../model/tags.ts'
import { normaliseText, problemWithText } from '../model/text.ts'
import { normaliseTitle, problemWithTitle } from '../model/title.ts'
import { actionAddress, pageAddress } from '../view/addresses.ts'
import { renderPage, withLinks } from '../view/markup.ts'
import { render } from '../view/render.ts'
import type { DraftView, Views } from '../view/views.ts'
import { mayDo, ofPage, pageWasDeleted, readable, requireEdit } from './access.ts'
import { numberFrom } from './number-in.ts'
import { titleOf } from './title-of.ts'
import { visitorOf, type PageContext, type WikiContext } from './wiki-context.ts'

/** What an edit form holds. */
interface Draft {
  readonly title: string
  readonly text: string
  /** With commas between them; those that the page has, where the form had no such field. */
  readonly tags: string | undefined
  readonly comment: string
  /** The revision the text is based on, `0` for a new page. */
  readonly base: number
  /** Whether the title is a field of the form. */
  readonly isNewTitle: boolean
}

/** GET /edit/:title */
export async function showEditForm(context: PageContext): Promise<Response> {
  const title = titleOf(context)
  const page = await readable(context, title)
  requireEdit(context, page)
  const tags = page ? await tagsOf(context.wiki.database, page.id) : []
  const draft = { title, text: page?.text ?? '', tags: tags.join(', '), comment: '', base: page?.revision ?? 0, isNewTitle: false }
  return showForm(context, draft, page)
}

/** POST /edit/:title */
export async function editPage(context: PageContext): Promise<Response> {
  const draft = await draftOf(context, titleOf(context))
  return save(context, draft)
}

/** POST /preview/:title */
export async function previewEdit(context: PageContext): Promise<Response> {
  return preview(context, await draftOf(context, titleOf(context)))
}

/** GET /new */
export function showNewPageForm(context: WikiContext): Promise<Response> {
  requireEdit(context, undefined)
  return showForm(context, { title: '', text: '', tags: '', comment: '', base: 0, isNewTitle: true }, undefined)
}

/** POST /new */
export async function createPage(context: WikiContext): Promise<Response> {
  return save(context, await draftOf(context))
}

/** POST /new/preview */
export async function previewNewPage(context: WikiContext): Promise<Response> {
  return preview(context, await draftOf(context))
}

/**
 * What a form wants to be saved, under the title of the address or of the form.
 * @throws {HttpError} 400 when a field is missing.
 */
async function draftOf({ form }: WikiContext, title?: string): Promise<Draft> {
  const fields = await form.read()
  const text = fields.get('text')
  if (text === undefined) throw new HttpError(400, 'The form is not complete.')
  return {
    title: title ?? normaliseTitle(fields.get('title') ?? ''),
    text: normaliseText(text),
    tags: fields.get('tags'),
    comment: normaliseComment(fields.get('comment') ?? ''),
    base: numberFrom(fields.get('revision')),
    isNewTitle: title === undefined,
  }
}

/** Saves a draft and goes to the page, or shows the form again with what is in the way. */
async function save(context: WikiContext, draft: Draft): Promise<Response> {
  const { title, text, comment, base } = draft
  const tags = draft.tags === undefined ? undefined : tagsIn(draft.tags)
  const problem = problemWithTitle(title) ?? problemWithText(text) ?? problemWithTags(tags ?? [])
  const page = problem === undefined ? await findPageEvenDeleted(context.wiki.database, title) : undefined
  if (hasLoggedOut(context, page)) return showForm(context, draft, undefined, { problem: loggedOut, status: 403 })
  requireEdit(context, page)
  if (problem !== undefined) return showForm(context, draft, page, { problem })
  if (page && page.deletedAt !== null) return showForm(context, draft, page, deleted)
  const edit = { title, text, base, comment, ...(tags && { tags }), savedBy: visitorOf(context).id, ...(await renderPage(text)) }
  try {
    const saved = await savePage(context.wiki.database, edit)
    if (saved.outcome === 'conflict' && !saved.page && base > 0) return await showForm(context, draft, page, deleted)
    if (saved.outcome === 'conflict') return await showMerge(context, draft, saved.page)
    return redirect(pageAddress(context.mount, title), 303)
  } catch (error) {
    if (!isOutOfSpace(error)) throw error
    context.log(error)
    return showForm(context, draft, page, { problem: 'The disk of the wiki is full. Keep this text, and try again later.', status: 507 })
  }
}

async function preview(context: WikiContext, draft: Draft): Promise<Response> {
  const { title, text } = draft
  const page = problemWithTitle(title) === undefined ? await findPage(context.wiki.database, title) : undefined
  if (hasLoggedOut(context, page)) return showForm(context, draft, undefined, { problem: loggedOut, status: 403 })
  requireEdit(context, page)
  const problem = problemWithText(text)
  if (problem !== undefined) return showForm(context, draft, page, { problem })
  const { markup, links } = await renderPage(text)
  const existing = await existingTitles(context.wiki.database, links)
  return showForm(context, draft, page, { preview: withLinks(markup, { mount: context.mount, title, existing }) })
}

// It is not written anew, by nobody: what it was would be lost under it.
const deleted = { problem: `${pageWasDeleted} Keep this text until then.`, status: 410 }

// Whose session has ended while he wrote must not lose the text.
const loggedOut = 'You are not logged in any more. Log in in another window, then save here.'

function hasLoggedOut({ user, wiki }: WikiContext, page: Page | undefined): boolean {
  return user === null && !mayEdit(ranks.everybody, page, wiki.settings)
}

/** The answer to an edit that was overtaken: both brought together, in a form that saves what its editor makes of it. */
async function showMerge(context: WikiContext, draft: Draft, current: Page | undefined): Promise<Response> {
  const [{ mergeTexts }, { differenceBetween }] = await Promise.all([import('../model/merge.ts'), import('../model/difference.ts')])
  const page = current ?? (await findPage(context.wiki.database, draft.title))
  const base = page && draft.base > 0 ? await findRevision(context.wiki.database, page.id, draft.base) : undefined
  const merged = mergeTexts(page?.text ?? '', base?.text ?? '', draft.text)
  const theirs = differenceBetween(base?.text ?? '', page?.text ?? '')
  const next = { ...draft, text: merged.text, base: page?.revision ?? 0, isNewTitle: false }
  return showForm(context, next, page, { merge: { conflicts: merged.conflicts, theirs, yours: draft.text } })
}

function showForm(
  context: WikiContext,
  draft: Draft,
  page: Page | undefined,
  { status: special, ...more }: Pick<Views['edit'], 'problem' | 'preview' | 'merge'> & { status?: number } = {},
): Promise<Response> {
  const verb = draft.base === 0 ? 'Write' : 'Edit'
  const around = page ? ofPage(context, page, 'edit') : { page: missingPage(draft.title), may: mayDo(context, undefined), action: 'edit' }
  const status = special ?? (more.merge ? 409 : more.problem === undefined ? 200 : 422)
  const heading = draft.isNewTitle ? 'New page' : `${verb} ${draft.title}`
  const view = { ...around, draft: draftView(context, draft), heading_verb: verb, ...more }
  return render(context, 'edit', view, { status, heading, ...(draft.isNewTitle && { here: 'new' }) })
}

function missingPage(title: string) {
  return { title, revision: 0, savedAt: '', deletedAt: null, exists: false }
}

function draftView({ mount }: WikiContext, { isNewTitle, ...draft }: Draft): DraftView {
  const addresses = isNewTitle
    ? { action: `${mount}/new`, preview: `${mount}/new/preview`, cancel: `${mount}/pages` }
    : {
        action: actionAddress(mount, 'edit', draft.title),
        preview: actionAddress(mount, 'preview', draft.title),
        cancel: pageAddress(mount, draft.title),
      }
  return { ...draft, tags: draft.tags ?? '', ...addresses, is_new_title: isNewTitle }
}

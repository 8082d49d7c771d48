import { HttpError, redirect } from '@gangway/gateway'
import { normaliseText, problemWithText } from '../model/text.ts'
import { problemWithTitle } from '../model/title.ts'
import { pageAddress } from '../view/addresses.ts'
import { conflictView, type Draft } from '../view/edit-view.ts'
import { markupOf, markupVersion } from '../view/markup.ts'
import type { WikiContext } from './wiki-context.ts'

/**
 * What a form wants to be saved.
 * @throws {HttpError} 400 when a field is missing.
 */
export function draftOf(title: string, form: URLSearchParams): Draft {
  const text = form.get('text')
  const revision = form.get('revision')
  if (text === null || revision === null || !/^\d{1,15}$/.test(revision)) throw new HttpError(400, 'The form is not complete.')
  return { title, text: normaliseText(text), base: Number(revision) }
}

/** Saves a draft and goes to the page, or shows the form again with what is in the way. */
export async function save(context: WikiContext, draft: Draft, form: (context: WikiContext, draft: Draft) => Response): Promise<Response> {
  const { title, text } = draft
  const problem = problemWithTitle(title) ?? problemWithText(text)
  if (problem !== undefined) return form(context, { ...draft, problem })
  const saved = await context.pages.save({ ...draft, markup: await markupOf(text), markupVersion })
  if (saved.outcome === 'conflict') return conflictView(context, draft, saved.page)
  return redirect(pageAddress(context.mount, title), 303)
}

import { html, raw, type Context } from '@gangway/gateway'
import type { Page } from '../model/pages.ts'
import { editAddress } from './addresses.ts'
import { layout } from './layout.ts'
import { savedDate } from './saved-date.ts'

/** A page as it is read; `body` is its HTML. */
export function pageView(context: Pick<Context, 'mount'>, page: Page, body: string): Response {
  const { title, revision, savedAt } = page
  const content = html`<article>
<div class="title">
<h1 dir="auto">${title}</h1>
<a class="button quiet" href="${editAddress(context.mount, title)}">Edit</a>
</div>
<div class="prose" dir="auto">
${body.trim() === '' ? html`<p class="note">This page has no text yet.</p>` : raw(body)}</div>
<p class="meta">Revision ${revision}, saved on ${savedDate(savedAt)}</p>
</article>`
  return layout(context, content, { title })
}

/** The answer for a title that has no page: an invitation to write it. */
export function missingPageView(context: Pick<Context, 'mount'>, title: string): Response {
  const content = html`<article>
<div class="title"><h1 dir="auto">${title}</h1></div>
<p>Nobody has written this page yet.</p>
<p><a class="button" href="${editAddress(context.mount, title)}">Write it</a></p>
</article>`
  return layout(context, content, { title, status: 404 })
}

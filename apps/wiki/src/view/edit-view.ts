import { html, type Context, type Markup } from '@gangway/gateway'
import type { Page } from '../model/pages.ts'
import { longestText } from '../model/text.ts'
import { longestTitle } from '../model/title.ts'
import { editAddress, pageAddress } from './addresses.ts'
import { layout } from './layout.ts'

// A browser that reloads a form and puts the old text into it would send that with the new revision.
const fresh = html` autocomplete="off"`

/** What an edit form holds. */
export interface Draft {
  title: string
  text: string
  /** The revision the text is based on, `0` for a new page. */
  base: number
  /** Why it was not saved. */
  problem?: string | undefined
}

/** The form that changes a page, or writes one that a link names. */
export function editView(context: Pick<Context, 'mount'>, draft: Draft): Response {
  const { title, base, problem } = draft
  const heading = base === 0 ? 'Write' : 'Edit'
  const content = html`<div class="title"><h1>${heading} <bdi>${title}</bdi></h1></div>
${problemNote(problem)}<form method="post"${fresh} action="${editAddress(context.mount, title)}">
${textFields(draft)}
${buttons(pageAddress(context.mount, title), context)}
</form>`
  return layout(context, content, { title: `${heading} ${title}`, status: problem === undefined ? 200 : 422 })
}

/** The form that writes a page under a title yet to be chosen. */
export function newPageView(context: Pick<Context, 'mount'>, draft: Draft): Response {
  const { title, problem } = draft
  const content = html`<div class="title"><h1>New page</h1></div>
${problemNote(problem)}<form method="post"${fresh} action="${context.mount}/new">
<label for="title">Title</label>
<input id="title" name="title" value="${title}" maxlength="${longestTitle}" required dir="auto"${title === '' && html` autofocus`}>
${textFields(draft)}
${buttons(`${context.mount}/pages`, context)}
</form>`
  return layout(context, content, { title: 'New page', here: 'new', status: problem === undefined ? 200 : 422 })
}

/** The answer to an edit that was overtaken: both texts, and a form that saves what its editor makes of them. */
export function conflictView(context: Pick<Context, 'mount'>, { title, text }: Draft, current: Page | undefined): Response {
  const base = current?.revision ?? 0
  const content = html`<div class="title"><h1>Two edits of <bdi>${title}</bdi></h1></div>
<p class="problem" role="alert">While you were writing, somebody else saved this page. Nothing is lost: your text is below, not saved yet, and so is theirs. Bring them together in your text and save it.</p>
<form method="post"${fresh} action="${editAddress(context.mount, title)}">
<div class="versions">
<div>${textFields({ title, text, base }, 'Your text, not saved yet')}</div>
<div>
<label for="theirs">${current ? `Revision ${current.revision}, as it is saved` : 'The page is gone'}</label>
<textarea id="theirs" readonly dir="auto" rows="20">
${current?.text ?? ''}</textarea>
</div>
</div>
${buttons(pageAddress(context.mount, title), context)}
</form>`
  return layout(context, content, { title: `Two edits of ${title}`, status: 409 })
}

function problemNote(problem: string | undefined): Markup | undefined {
  return problem === undefined
    ? undefined
    : html`<p class="problem" role="alert">${problem} Nothing is saved yet.</p>
`
}

// The parser drops a newline right after <textarea>, and only that one.
function textFields({ text, base }: Draft, label = 'Text'): Markup {
  return html`<input type="hidden" name="revision" value="${base}">
<label for="text">${label}</label>
<textarea id="text" name="text" maxlength="${longestText}" rows="20" dir="auto">
${text}</textarea>`
}

function buttons(cancel: string, { mount }: Pick<Context, 'mount'>): Markup {
  return html`<p class="buttons">
<button type="submit">Save</button>
<a class="button quiet" href="${cancel}">Cancel</a>
<a class="help" href="${pageAddress(mount, 'Writing pages')}">How to write</a>
</p>`
}

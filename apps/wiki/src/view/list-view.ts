import { html, type Context } from '@gangway/gateway'
import type { Page } from '../model/pages.ts'
import { pageAddress } from './addresses.ts'
import { layout } from './layout.ts'
import { savedDate } from './saved-date.ts'

/** All pages by title. */
export function listView(context: Pick<Context, 'mount'>, pages: readonly Pick<Page, 'title' | 'savedAt'>[]): Response {
  const items = pages.map(
    ({ title, savedAt }) => html`<li><a href="${pageAddress(context.mount, title)}"><bdi>${title}</bdi></a> ${savedDate(savedAt)}</li>
`,
  )
  const content = html`<div class="title"><h1>All pages</h1></div>
<p class="note">${pages.length === 1 ? 'One page.' : `${pages.length} pages.`}</p>
<ul class="pages">
${items}</ul>`
  return layout(context, content, { title: 'All pages', here: 'pages' })
}

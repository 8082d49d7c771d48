import { html, type Context, type HttpError } from '@gangway/gateway'
import { layout } from './layout.ts'

const headings: Readonly<Record<number, string>> = {
  403: 'Not from here',
  404: 'Not found',
  405: 'Not like this',
  413: 'Too large',
}

/** What a visitor reads of an error that is not ours. */
export function errorView(context: Pick<Context, 'mount'>, error: HttpError): Response {
  const heading = headings[error.status] ?? 'That did not work'
  const content = html`<div class="title"><h1>${heading}</h1></div>
<p>${error.message}</p>`
  return layout(context, content, { title: heading, status: error.status, headers: error.headers })
}

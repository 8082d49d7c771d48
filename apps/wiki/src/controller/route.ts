import { HttpError } from '@gangway/gateway'
import { showIcon, showStyle } from './assets.ts'
import { editPage, showEditForm } from './edit-page.ts'
import { listPages } from './list-pages.ts'
import { createPage, showNewPageForm } from './new-page.ts'
import { showFrontPage, showPage } from './show-page.ts'
import type { Controller, WikiContext } from './wiki-context.ts'

interface Actions {
  GET: Controller
  POST?: Controller
}

const routes = new Map<string, Actions>([
  ['', { GET: showFrontPage }],
  ['/', { GET: showFrontPage }],
  ['/pages', { GET: listPages }],
  ['/new', { GET: showNewPageForm, POST: createPage }],
  ['/page', { GET: showPage }],
  ['/page/…', { GET: showPage }],
  ['/edit', { GET: showEditForm, POST: editPage }],
  ['/edit/…', { GET: showEditForm, POST: editPage }],
  ['/style.css', { GET: showStyle }],
  ['/icon.svg', { GET: showIcon }],
])

/** Hands a request to the controller for its path and method. */
export function route(context: WikiContext): Response | Promise<Response> {
  const { method, path } = context
  const actions = routes.get(path) ?? routes.get(path.replace(/^(\/[^/]*\/).*/, '$1…'))
  if (!actions) throw new HttpError(404, 'There is nothing at this address.')
  if (method === 'GET' || method === 'HEAD') return actions.GET(context)
  if (method === 'POST' && actions.POST) return actions.POST(context)
  throw new HttpError(405, 'This address does not take such a request.', {
    headers: { allow: actions.POST ? 'GET, HEAD, POST' : 'GET, HEAD' },
  })
}

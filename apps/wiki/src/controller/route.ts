import { HttpError } from '@gangway/gateway'
import type { Controller, WikiContext } from './wiki-context.ts'

interface Actions {
  GET: Controller
  POST?: Controller
}

const showFrontPage = later(() => import('./show-page.ts'), 'showFrontPage')
const showPage = later(() => import('./show-page.ts'), 'showPage')
const showEditForm = later(() => import('./edit-page.ts'), 'showEditForm')
const editPage = later(() => import('./edit-page.ts'), 'editPage')

const routes = new Map<string, Actions>([
  ['', { GET: showFrontPage }],
  ['/', { GET: showFrontPage }],
  ['/pages', { GET: later(() => import('./list-pages.ts'), 'listPages') }],
  ['/new', { GET: later(() => import('./new-page.ts'), 'showNewPageForm'), POST: later(() => import('./new-page.ts'), 'createPage') }],
  ['/page', { GET: showPage }],
  ['/page/…', { GET: showPage }],
  ['/edit', { GET: showEditForm, POST: editPage }],
  ['/edit/…', { GET: showEditForm, POST: editPage }],
  ['/style.css', { GET: later(() => import('./assets.ts'), 'showStyle') }],
  ['/icon.svg', { GET: later(() => import('./assets.ts'), 'showIcon') }],
])

/** Hands a request to the controller for its path and method. */
export function route(context: WikiContext): Response | Promise<Response> {
  const { method, path } = context
  const actions = routes.get(path) ?? routes.get(path.replace(/^(\/[^/]*\/).*/, '$1…'))
  if (!actions) throw new HttpError(404, 'There is nothing at this address.')
  if (method === 'GET' || method === 'HEAD') return actions.GET(context)
  if (method === 'POST' && actions.POST) return actions.POST(context)
  const headers = { allow: actions.POST ? 'GET, HEAD, POST' : 'GET, HEAD' }
  throw new HttpError(405, 'This address does not take such a request.', { headers })
}

// A CGI process loads what its one request needs: for the front page that is a fifth less time.
function later<Name extends string>(load: () => Promise<Record<Name, Controller>>, name: Name): Controller {
  return async (context) => (await load())[name](context)
}

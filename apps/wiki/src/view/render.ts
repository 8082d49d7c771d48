import { html, raw, type Context, type HeaderInit } from '@gangway/gateway'
import { longestComment } from '../model/comment.ts'
import { largestAttachment } from '../model/file-name.ts'
import { mayEdit } from '../model/permissions.ts'
import { shortestPassword } from '../model/password.ts'
import { longestText } from '../model/text.ts'
import { longestTitle } from '../model/title.ts'
import { longestName } from '../model/users.ts'
import { visitorOf, type WikiParts } from '../controller/wiki-context.ts'
import { fill } from './templates.ts'
import type { Views } from './views.ts'

/** What a page depends on, whatever it shows. */
export type RenderContext = Context & Pick<WikiParts, 'wiki' | 'user'>

/** The head of a page, and what its frame says. */
export interface RenderInit {
  /** Default: `200`. */
  status?: number
  headers?: HeaderInit
  /** For the window's title, before the wiki's name. Default: only that. */
  heading?: string
  /** The entry of the navigation that is this page. */
  here?: string
  /** Whether the content is wider than a text. Default: `false`. */
  wide?: boolean
}

const longest = { title: longestTitle, text: longestText, comment: longestComment, name: longestName, file: largestAttachment }

/** A page of the wiki, in its frame. */
export async function render<Name extends keyof Views>(
  context: RenderContext,
  name: Name,
  view: Views[Name],
  init: RenderInit = {},
): Promise<Response> {
  const { status = 200, headers = {}, heading = '', here = '', wide = false } = init
  const scope = { ...frameOf(context), heading, here, wide, ...view }
  const markup = await fill(name, scope)
  const response = html({ status, headers: { 'cache-control': 'private, no-cache' } })`${raw(markup)}`
  response.headers.append('vary', 'cookie')
  for (const [field, value] of Symbol.iterator in headers ? headers : Object.entries(headers)) response.headers.set(field, value)
  return response
}

function frameOf(context: RenderContext) {
  const { mount, wiki } = context
  const visitor = visitorOf(context)
  return {
    mount,
    wiki: wiki.settings.name,
    theme: themeOf(context),
    notice: undefined,
    words: '',
    indexed: false,
    accounts: true,
    registration: wiki.settings.registration,
    may_write: mayEdit(visitor.rank, undefined, wiki.settings),
    // An answer to a form has an address to which one cannot come back.
    address: context.method === 'POST' ? '/' : context.path + (context.query && `?${context.query}`),
    longest,
    shortest: { password: shortestPassword },
    user: userView(context),
    page: undefined,
    problem: undefined,
  }
}

function userView({ user }: RenderContext) {
  return user ? { name: user.name, role: user.role, is_admin: user.role === 'admin' } : undefined
}

/** The colours that the visitor has chosen; none means those of the system. */
export function themeOf({ headers }: Pick<Context, 'headers'>): string | undefined {
  return /(?:^|;\s*)theme=(light|dark)(?=;|$)/.exec(headers.get('cookie') ?? '')?.[1]
}

import { frontPage } from '../model/title.ts'

/** Where a page is read. */
export function pageAddress(mount: string, title: string, query: Readonly<Record<string, string>> = {}): string {
  return title === frontPage && Object.keys(query).length === 0 ? `${mount}/` : titleAddress(`${mount}/page`, title, query)
}

/** What can be done with a page, each at an address of its own. */
export type PageAction = 'edit' | 'preview' | 'history' | 'diff' | 'revert' | 'rename' | 'permissions' | 'files' | 'backlinks'

/** Where something is done with a page. */
export function actionAddress(mount: string, action: PageAction, title: string, query: Readonly<Record<string, string>> = {}): string {
  return titleAddress(`${mount}/${action}`, title, query)
}

/** Where an attachment of a page is downloaded. */
export function fileAddress(mount: string, title: string, name: string): string {
  return titleAddress(`${mount}/file`, title, { name })
}

/** Where the pages with a tag are listed. */
export function tagAddress(mount: string, tag: string): string {
  return `${mount}/tag/${encodeURIComponent(tag)}`
}

// Browsers and servers resolve empty and dot segments, in whatever encoding: such a title goes into the query.
function titleAddress(prefix: string, title: string, query: Readonly<Record<string, string>>): string {
  const segments = title.split('/')
  const isPath = segments.every((segment) => !['', '.', '..'].includes(segment))
  const path = isPath ? `${prefix}/${segments.map(encodeURIComponent).join('/')}` : prefix
  const fields = Object.entries(isPath ? query : { title, ...query })
  return path + fields.map(([name, value], index) => `${index === 0 ? '?' : '&'}${name}=${encodeURIComponent(value)}`).join('')
}

import { frontPage } from '../model/title.ts'

/** Where a page is read. */
export function pageAddress(mount: string, title: string, query: Readonly<Record<string, string>> = {}): string {
  return title === frontPage && Object.keys(query).length === 0 ? `${mount}/` : titleAddress(`${mount}/page`, title, query)
}

/** What can be done with a page, each at an address of its own. */
export type PageAction =
  | 'edit'
  | 'preview'
  | 'history'
  | 'diff'
  | 'revert'
  | 'rename'
  | 'permissions'
  | 'delete'
  | 'restore'
  | 'files'
  | 'backlinks'

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

/** Whether a title cannot stand in a path: browsers and servers resolve empty and dot segments, in whatever encoding. */
export function travelsInQuery(title: string): boolean {
  return title.split('/').some((segment) => ['', '.', '..'].includes(segment))
}

function titleAddress(prefix: string, title: string, query: Readonly<Record<string, string>>): string {
  const inQuery = travelsInQuery(title)
  const path = inQuery ? prefix : `${prefix}/${title.split('/').map(encodeURIComponent).join('/')}`
  const fields = Object.entries(inQuery ? { title, ...query } : query)
  return path + fields.map(([name, value], index) => `${index === 0 ? '?' : '&'}${name}=${encodeURIComponent(value)}`).join('')
}

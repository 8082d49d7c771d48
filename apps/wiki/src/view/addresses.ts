import { frontPage } from '../model/title.ts'

/** Where a page is read. */
export function pageAddress(mount: string, title: string): string {
  return title === frontPage ? `${mount}/` : titleAddress(`${mount}/page`, title)
}

/** Where a page is edited, and where the edit is sent. */
export function editAddress(mount: string, title: string): string {
  return titleAddress(`${mount}/edit`, title)
}

// Browsers and servers resolve empty and dot segments, in whatever encoding: such a title goes into the query.
function titleAddress(prefix: string, title: string): string {
  const segments = title.split('/')
  const isPath = segments.every((segment) => !['', '.', '..'].includes(segment))
  return isPath ? `${prefix}/${segments.map(encodeURIComponent).join('/')}` : `${prefix}?title=${encodeURIComponent(title)}`
}

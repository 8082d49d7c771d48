import { Liquid } from 'liquidjs'
import { placeOf } from '../place.ts'
import { actionAddress, fileAddress, pageAddress, tagAddress } from './addresses.ts'
import { bytesText, dateHtml } from './formats.ts'

/** The templates, read when they are first used; whatever they put out is escaped, unless they say `raw`. */
export const templates: Liquid = new Liquid({
  root: placeOf('templates'),
  extname: '.liquid',
  outputEscape: 'escape',
  jsTruthy: true,
  strictFilters: true,
  strictVariables: true,
  lenientIf: true,
  cache: true,
  // Otherwise the library asks for the locale of the machine, which takes 18 ms.
  locale: 'en',
})

interface FilterScope {
  readonly context: { getSync(path: string[]): unknown }
}

/** Where the application is, for the filters that make addresses. */
function mountOf({ context }: FilterScope): string {
  return String(context.getSync(['mount']))
}

templates.registerFilter('page', function page(this: FilterScope, title: string) {
  return pageAddress(mountOf(this), title)
})
templates.registerFilter('action', function action(this: FilterScope, title: string, name: Parameters<typeof actionAddress>[1]) {
  return actionAddress(mountOf(this), name, title)
})
templates.registerFilter('revision', function revision(this: FilterScope, title: string, number: number) {
  return pageAddress(mountOf(this), title, { revision: String(number) })
})
templates.registerFilter('diff', function diff(this: FilterScope, title: string, from: number, to: number) {
  return actionAddress(mountOf(this), 'diff', title, { from: String(from), to: String(to) })
})
templates.registerFilter('change', function change(this: FilterScope, title: string, number: number) {
  return actionAddress(mountOf(this), 'diff', title, { from: String(number - 1), to: String(number) })
})
templates.registerFilter('older', function older(this: FilterScope, title: string, below: number) {
  return actionAddress(mountOf(this), 'history', title, { below: String(below) })
})
templates.registerFilter('file', function file(this: FilterScope, title: string, name: string) {
  return fileAddress(mountOf(this), title, name)
})
templates.registerFilter('tag', function tag(this: FilterScope, name: string) {
  return tagAddress(mountOf(this), name)
})
templates.registerFilter('date_html', dateHtml)
templates.registerFilter('bytes', bytesText)

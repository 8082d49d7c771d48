import { escapeHtml } from '@gangway/gateway'
import { Environment, SafeString } from 'ventojs/core/environment.js'
import syntax from 'ventojs/plugins/mod.js'
import { actionAddress, fileAddress, pageAddress, tagAddress } from './addresses.ts'
import { bytesText, dateHtml } from './formats.ts'
import { templateLoader } from './template-loader.ts'

/** The templates; whatever they put out is escaped, unless they say `safe`. */
export const environment: Environment = new Environment({
  loader: templateLoader,
  dataVarname: 'it',
  autoDataVarname: true,
  autoescape: true,
  strict: false,
})
environment.use(syntax())

/** A filter is called with what the template shows, which says where the application is. */
interface FilterScope {
  readonly data: Record<string, unknown>
}

function mountOf({ data }: FilterScope): string {
  return String(data['mount'])
}

Object.assign(environment.filters, {
  // The library's own takes a zero for nothing.
  escape(value: SafeString | string | number | undefined | null) {
    return value instanceof SafeString ? value.toString() : escapeHtml(String(value ?? ''))
  },
  page(this: FilterScope, title: string) {
    return pageAddress(mountOf(this), title)
  },
  action(this: FilterScope, title: string, name: Parameters<typeof actionAddress>[1]) {
    return actionAddress(mountOf(this), name, title)
  },
  revision(this: FilterScope, title: string, number: number) {
    return pageAddress(mountOf(this), title, { revision: String(number) })
  },
  diff(this: FilterScope, title: string, from: number, to: number) {
    return actionAddress(mountOf(this), 'diff', title, { from: String(from), to: String(to) })
  },
  change(this: FilterScope, title: string, number: number) {
    return actionAddress(mountOf(this), 'diff', title, { from: String(number - 1), to: String(number) })
  },
  older(this: FilterScope, title: string, below: number) {
    return actionAddress(mountOf(this), 'history', title, { below: String(below) })
  },
  file(this: FilterScope, title: string, name: string) {
    return fileAddress(mountOf(this), title, name)
  },
  tag(this: FilterScope, name: string) {
    return tagAddress(mountOf(this), name)
  },
  date_html: dateHtml,
  bytes: bytesText,
})

/** What a template makes of this. */
export async function fill(name: string, view: Readonly<Record<string, unknown>>): Promise<string> {
  const { content } = await environment.run(`${name}.vto`, view)
  return content
}

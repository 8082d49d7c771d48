import { reply, type ReplyInit } from './reply.ts'

const markupOf = new WeakMap<object, string>()

/** Markup that `html` does not escape. */
export interface Markup {
  toString(): string
}

type Tag = (strings: TemplateStringsArray, ...values: unknown[]) => Response

/** A `text/html` reply from a template: what is interpolated is escaped, but for other `html` templates and `raw` markup. Arrays are joined; `null`, `undefined` and booleans vanish. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Response
/** The same tag with a status and header fields: ``html({ status: 404 })`<p>no` ``. */
export function html(init: ReplyInit): Tag
export function html(first: TemplateStringsArray | ReplyInit, ...values: unknown[]): Response | Tag {
  if (isTemplate(first)) return page(first, values, undefined)
  return (strings, ...inner) => page(strings, inner, first)
}

/** Markup from a source that is trusted: it is not escaped. */
export function raw(markup: string): Markup {
  const made = { toString: () => markup }
  markupOf.set(made, markup)
  return made
}

/** A text with `& < > " '` made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character] ?? character) : text
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function isTemplate(value: TemplateStringsArray | ReplyInit): value is TemplateStringsArray {
  return Array.isArray(value) && 'raw' in value
}

function page(strings: TemplateStringsArray, values: readonly unknown[], init: ReplyInit | undefined): Response {
  let markup = strings[0] ?? ''
  for (let index = 0; index < values.length; index++) markup += render(values[index]) + (strings[index + 1] ?? '')
  const response = reply(markup, init, 'text/html; charset=utf-8')
  markupOf.set(response, markup)
  return response
}

function render(value: unknown): string {
  if (typeof value === 'string') return escapeHtml(value)
  if (value === null || value === undefined || typeof value === 'boolean') return ''
  if (Array.isArray(value)) return value.map(render).join('')
  return (typeof value === 'object' && markupOf.get(value)) || escapeHtml(String(value))
}

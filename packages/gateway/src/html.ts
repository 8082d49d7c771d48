import { asResponse, makeReply, Reply, type ReplyInit } from './reply.ts'
import { isReply } from './response.ts'

/** Markup that `html` does not escape. */
export interface Markup {
  /** The markup as text. */
  toString(): string
}

type Tag = (strings: TemplateStringsArray, ...values: unknown[]) => Response

/**
 * A `text/html` reply from a template: what is interpolated is escaped for text and quoted attributes, but for other `html` templates and
 * `raw` markup. Arrays are joined; `null`, `undefined` and booleans vanish.
 * @throws {TypeError} when a value has no text of its own, such as a promise, a function or a plain object.
 */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Response
/** The same tag with a status and header fields: ``html({ status: 404 })`<p>no` ``. */
export function html(init: ReplyInit): Tag
export function html(first: TemplateStringsArray | ReplyInit, ...values: unknown[]): Response | Tag {
  if (isTemplate(first)) return page(first, values)
  return (strings, ...inner) => page(strings, inner, first)
}

/** Markup from a source that is trusted: it is not escaped. */
export function raw(markup: string): Markup {
  return new RawMarkup(markup)
}

/** A text with `& < > " '` made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character] ?? character) : text
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function isTemplate(value: TemplateStringsArray | ReplyInit): value is TemplateStringsArray {
  return Array.isArray(value) && 'raw' in value
}

class RawMarkup implements Markup {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

function page(strings: TemplateStringsArray, values: readonly unknown[], init?: ReplyInit): Response {
  let markup = strings[0] ?? ''
  for (let index = 0; index < values.length; index++) markup += render(values[index]) + (strings[index + 1] ?? '')
  return asResponse(Reply.mark(makeReply(markup, init, 'text/html; charset=utf-8')))
}

function render(value: unknown): string {
  if (typeof value === 'string') return escapeHtml(value)
  if (value === null || value === undefined || typeof value === 'boolean') return ''
  if (Array.isArray(value)) return value.map(render).join('')
  // Replies first: asking whether one is anything else would load the global Response.
  const markup = isReply(value) ? Reply.markupOf(value) : undefined
  if (markup !== undefined) return markup
  return value instanceof RawMarkup ? value.toString() : escapeHtml(textOf(value))
}

// What has no text of its own, such as a promise nobody awaited, is a mistake that should not be found on the page.
function textOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return `${value}`
  const write: unknown = typeof value === 'object' && value !== null && 'toString' in value ? value.toString : undefined
  const text: unknown = typeof write === 'function' && write !== Object.prototype.toString ? write.call(value) : undefined
  if (typeof text === 'string') return text
  throw new TypeError(`gateway: html cannot write ${Object.prototype.toString.call(value)}`)
}

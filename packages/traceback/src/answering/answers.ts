import { bodyOf, reply, text, withHeaders, type Context } from '@gangway/gateway'
import type { Format } from '../options.ts'
import { safeJson } from '../rendering/json-report.ts'
import { contentSecurityPolicy } from '../rendering/html-report.ts'
import { renderReport } from '../rendering/render-report.ts'
import { shortPage, shortPolicy } from '../rendering/short-page.ts'
import { visible } from '../rendering/visible.ts'
import type { Report } from '../report/report.ts'
import type { Settings } from '../settings.ts'
import type { Failure } from './failure.ts'
import { negotiate } from './negotiate.ts'

interface Asked {
  readonly context: Context
  readonly settings: Settings
}

const types: Readonly<Record<Format, string>> = {
  html: 'text/html; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  ansi: 'text/plain; charset=utf-8',
  json: 'application/problem+json',
}

/** The report, for a developer. */
export function reportAnswer(report: Report, failure: Failure, { context, settings }: Asked): Response {
  const format = settings.format ?? negotiate(context.headers.get('accept'))
  const body = format === 'json' ? problemJson(failure, report) : renderReport(report, format, settings)
  return answer(body, failure, { format, policy: contentSecurityPolicy, isNegotiated: settings.format === undefined })
}

/** Status and error id, for everybody else (RFC 9457 where it is JSON). */
export function shortAnswer(failure: Failure, { context, settings }: Asked): Response {
  const format = settings.format ?? negotiate(context.headers.get('accept'))
  const isNegotiated = settings.format === undefined
  if (format === 'html' && settings.page) return themed(settings.page(failure, context), { isNegotiated })
  const body = format === 'html' ? shortPage(failure) : format === 'json' ? problemJson(failure) : shortText(failure)
  return answer(body, failure, { format, policy: shortPolicy, isNegotiated })
}

/** What is left when nothing else works. */
export function plainAnswer({ status, title, id }: Failure): Response {
  return text(`${title}\n${id === undefined ? '' : `Error id: ${id}\n`}`, { status, headers: { 'cache-control': 'no-store' } })
}

/** The end of a page that broke off, where it can still be shown: a report over what is there already. */
export function brokenPage(report: Report, { headers }: Response, { context, settings }: Asked): string | undefined {
  const isPage = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')
  if (!isPage || context.method === 'HEAD' || headers.has('content-encoding') || headers.has('content-length')) return undefined
  // The page may be in any encoding.
  const document = renderReport(report, 'html', settings).replace(/[&"]|[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0)};`)
  return `${reset}<iframe title="Error report" sandbox style="${overlay}" srcdoc="${document}"></iframe>`
}

// What may be open where a page broke off: a value, a comment, an element that takes tags for text, one that hides what it has.
const reset = `"'>--></style></script></title></textarea></noscript></noframes></xmp></template></select></svg></math></object></button></table></details></dialog>`
const overlay = 'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;background:Canvas'

function answer(body: string, failure: Failure, how: { format: Format; policy: string; isNegotiated: boolean }): Response {
  const own = guards(how)
  const replaced = new Set(own.map(([name]) => name))
  const theirs = [...failure.headers].filter(([name]) => !replaced.has(name.toLowerCase()) && name.toLowerCase() !== 'content-length')
  return reply(body, { status: failure.status, headers: [...theirs, ...own] })
}

// They stand instead of fields that the error has.
function guards({ format, policy, isNegotiated }: { format: Format; policy: string; isNegotiated: boolean }): [string, string][] {
  return [
    ['content-type', types[format]],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['x-robots-tag', 'noindex'],
    ...(isNegotiated ? ([['vary', 'Accept']] satisfies [string, string][]) : []),
    ...(format === 'html'
      ? ([
          ['content-security-policy', policy],
          ['referrer-policy', 'no-referrer'],
          ['x-frame-options', 'DENY'],
        ] satisfies [string, string][])
      : []),
  ]
}

function themed(response: Response, { isNegotiated }: { isNegotiated: boolean }): Response {
  bodyOf(response) // fails here and not later, where it is no response
  return withHeaders(response, (headers) => {
    if (isNegotiated) headers.append('vary', 'Accept')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  })
}

function shortText({ title, message, id }: Failure): string {
  return `${visible(message ?? title)}\n${id === undefined ? '' : `Error id: ${id}\n`}`
}

function problemJson({ status, title, message, id }: Failure, report?: Report): string {
  const detail = message === undefined || message === title ? {} : { detail: message }
  return `${safeJson({ type: 'about:blank', title, status, ...detail, ...(id === undefined ? {} : { id }), ...(report && { report }) }, report && 2)}\n`
}

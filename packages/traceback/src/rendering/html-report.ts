import type { ErrorReport, Field, Frame, Report } from '../report/report.ts'
import { editorLink } from './editor-link.ts'
import { callOf, count, foldFrames, ownersOf, placeOf } from './fold.ts'
import { htmlSource } from './html-source.ts'
import { htmlMembers } from './html-value.ts'
import { integrityOf } from './integrity.ts'
import { Markup, markup } from './markup.ts'
import { plain } from './paint.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { headline, relationText, textReport } from './text-report.ts'

/** What the page does besides showing the report. */
export interface PageOptions {
  /** The editor that places open in. Default: none. */
  readonly editor?: string | undefined
}

const inside = `default-src 'none'; style-src ${integrityOf(style)}; script-src ${integrityOf(script)}; base-uri 'none'; form-action 'none'`

/** What the page may do: it has its own style and its own script, and loads nothing. */
export const contentSecurityPolicy: string = `${inside}; frame-ancestors 'none'`

/** A report as one static document, which says everything without a script. */
export function htmlReport(report: Report, options: PageOptions = {}): string {
  const { error, request, status } = report
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="content-security-policy" content="${inside}">
<title>${headline(error).slice(0, 200)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<button id="copy" type="button" hidden>Copy as text</button>
${request && markup`<p class="asked">${status !== undefined && markup`<span class="status">${status}</span>`}<b>${request.method}</b> ${request.url}</p>`}
<h1><span class="name">${error.name}</span> <span class="message"${error.message.length > 400 && new Markup(' tabindex="0"')}>${error.message}</span></h1>
${error.properties.length > 0 && markup`<div class="properties">${htmlMembers(error.properties)}</div>`}
</header>
<main>
${htmlFrames(error, options, true)}
${htmlRelated(error, options)}
<h2>More</h2>
${request && requestPanels(report)}
${panel('Process', htmlFields(report.runtime))}
<details class="panel"><summary>As text</summary><pre class="text" id="text" tabindex="0">${textReport(report, plain)}</pre></details>
</main>
<footer>
${report.notes.map((note) => markup`<p>${note}</p>`)}
${report.repeated > 0 && markup`<p>${count(report.repeated, 'more error')} of this kind since the last report</p>`}
<p>Error id <code>${report.id}</code> · signature <code>${report.signature}</code> · ${report.time}</p>
</footer>
<script>${new Markup(script)}</script>
</body>
</html>
`.text
}

function htmlFrames(error: ErrorReport, options: PageOptions, isFirst: boolean): Markup {
  const folded = foldFrames(error.frames)
  const first = folded.findIndex((each) => 'frame' in each)
  return markup`${folded.map((each, index) =>
    'frame' in each ? htmlFrame(each.frame, options, index === first) : hiddenFrames(each.hidden, options),
  )}${error.sharedFrames > 0 && markup`<p class="dim">${count(error.sharedFrames, 'frame')} as above</p>`}${
    isFirst && error.frames.length === 0 && markup`<p class="dim">Nothing is known of where it was thrown.</p>`
  }`
}

function htmlFrame(frame: Frame, options: PageOptions, isOpen: boolean): Markup {
  const { source, variables, lineValues, isAsync, generated } = frame
  const shown = new Set(lineValues.map(({ name }) => name))
  const isCode = (type: string): number => Number(type === 'function')
  const others = variables
    .filter(({ name }) => !shown.has(name))
    .toSorted((one, other) => isCode(one.value.type) - isCode(other.value.type))
  const glimpse = source?.lines[source.line - source.first]?.trim()
  return markup`<details class="frame"${isOpen && new Markup(' open')}><summary><span class="call">${callOf(frame)}</span>${htmlPlace(frame, options)}${
    isAsync && markup`<span class="tag">awaiting</span>`
  }${glimpse !== undefined && glimpse !== '' && markup`<code class="glimpse">${glimpse}</code>`}</summary>${htmlSource(frame)}${
    others.length > 0 &&
    markup`<details class="variables"${isOpen && others.length <= 12 && new Markup(' open')}><summary>${count(others.length, shown.size > 0 ? 'other variable' : 'variable')}</summary>${htmlMembers(others)}</details>`
  }${note(isAsync, generated)}</details>`
}

function note(isAsync: boolean, generated: string | undefined): Markup | undefined {
  if (!isAsync && generated === undefined) return undefined
  return markup`<p class="note">${isAsync && 'Waiting for a promise: its variables are gone. '}${generated !== undefined && markup`Ran as ${generated}`}</p>`
}

function htmlPlace(frame: Frame, { editor }: PageOptions): Markup {
  const link = editorLink(editor, frame)
  const place = markup`<span class="place">${placeOf(frame)}</span>`
  return link === undefined ? place : markup`<a href="${link}" title="Open in the editor">${place}</a>`
}

function hiddenFrames(frames: readonly Frame[], options: PageOptions): Markup {
  const calls = frames.map((frame) => markup`<li><span class="call">${callOf(frame)}</span>${htmlPlace(frame, options)}</li>`)
  return markup`<details class="folded"><summary>${count(frames.length, 'frame')} of ${ownersOf(frames)}</summary><ol>${calls}</ol></details>`
}

function htmlRelated(error: ErrorReport, options: PageOptions): Markup {
  return markup`${error.related.map(
    ({ relation, error: each, omitted }) =>
      markup`<section class="related"><h2><span class="dim">${relationText(relation)}</span> ${
        each
          ? markup`<span class="name">${each.name}</span> <span class="message">${each.message}</span>`
          : markup`<span class="message">${omitted}</span>`
      }</h2>${
        each &&
        markup`${each.properties.length > 0 && markup`<div class="properties">${htmlMembers(each.properties)}</div>`}${htmlFrames(each, options, false)}${htmlRelated(each, options)}`
      }</section>`,
  )}`
}

function requestPanels({ request }: Report): Markup | undefined {
  if (!request) return undefined
  const { headers, form, sessionKeys, gateway, variables, client } = request
  return markup`${panel(
    'Request',
    markup`${htmlFields([{ name: 'client', text: client }, ...headers])}${form.length > 0 && markup`<h3>Form</h3>${htmlFields(form)}`}${
      sessionKeys.length > 0 && markup`<h3>Session</h3><dl><div><dt>keys</dt><dd>${sessionKeys.join(', ')}</dd></div></dl>`
    }`,
  )}${panel('Gateway', markup`${htmlFields(gateway)}${variables.length > 0 && markup`<h3>Variables</h3>${htmlFields(variables)}`}`)}`
}

function panel(title: string, content: Markup): Markup {
  return markup`<details class="panel"><summary>${title}</summary>${content}</details>`
}

function htmlFields(fields: readonly Field[]): Markup {
  return markup`<dl>${fields.map(({ name, text }) => markup`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`
}

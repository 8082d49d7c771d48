import type { ErrorReport, Field, Frame, Report } from '../report/report.ts'
import { writeValue } from '../values/write-value.ts'
import { callOf, count, foldFrames, ownersOf, placeOf } from './fold.ts'
import type { Paint } from './paint.ts'
import { visible, visibleLine } from './visible.ts'

const width = 160
const mostVariables = 40

/** A report as text, for a terminal, a log or a mail. */
export function textReport(report: Report, paint: Paint): string {
  const { request } = report
  return [
    ...errorLines(report.error, paint, ''),
    '',
    ...(request ? [paint.strong(visibleLine(`${request.method} ${request.url}`)), ...requestLines(report, paint), ''] : []),
    ...report.notes.map((note) => paint.dim(visibleLine(note))),
    ...(report.repeated > 0 ? [paint.dim(`${count(report.repeated, 'more error')} of this kind since the last report`)] : []),
    paint.dim(report.runtime.map(({ name, text }) => visibleLine(`${name}: ${text}`)).join(' · ')),
    paint.dim(visibleLine(`Error id ${report.id} · signature ${report.signature} · ${report.time}`)),
    '',
  ].join('\n')
}

/** The first line of a report. */
export function headline({ name, message }: ErrorReport): string {
  return visible(message === '' ? name : `${name}: ${message}`)
}

function errorLines(error: ErrorReport, paint: Paint, relation: string): string[] {
  return [
    (relation === '' ? '' : paint.dim(`${visibleLine(relation)}: `)) + paint.title(headline(error).replaceAll('\n', '\n  ')),
    ...error.properties.map(({ name, value }) => `  ${paint.name(visibleLine(name))}: ${visibleLine(writeValue(value, width))}`),
    ...foldFrames(error.frames).flatMap((folded) =>
      'frame' in folded
        ? frameLines(folded.frame, paint)
        : [paint.dim(`  … ${count(folded.hidden.length, 'frame')} of ${visibleLine(ownersOf(folded.hidden))}`)],
    ),
    ...(error.sharedFrames > 0 ? [paint.dim(`  … ${count(error.sharedFrames, 'frame')} as above`)] : []),
    ...error.related.flatMap((each) => [
      '',
      ...(each.error
        ? errorLines(each.error, paint, relationText(each.relation)).map((line) => `  ${line}`)
        : [paint.dim(`  ${visibleLine(relationText(each.relation))}: ${visibleLine(each.omitted ?? '')}`)]),
    ]),
  ]
}

/** How one error led to another. */
export function relationText(relation: string): string {
  return relation === 'cause' ? 'caused by' : relation
}

function frameLines(frame: Frame, paint: Paint): string[] {
  const place = `${frame.isAsync ? 'awaiting ' : 'at '}${paint.strong(visibleLine(callOf(frame)))} ${paint.dim(`(${visibleLine(placeOf(frame))})`)}`
  const shown = new Set(frame.lineValues.map(({ name }) => name))
  const others = frame.variables.filter(({ name, value }) => !shown.has(name) && value.type !== 'function')
  return [
    `  ${place}`,
    ...sourceLines(frame, paint),
    ...others
      .slice(0, mostVariables)
      .map(
        ({ name, value, scope }) =>
          `        ${paint.name(visibleLine(name))} = ${visibleLine(writeValue(value, width))}${scope === 'local' ? '' : paint.dim(` (${scope})`)}`,
      ),
    ...(others.length > mostVariables ? [paint.dim(`        ${others.length - mostVariables} more`)] : []),
  ]
}

function sourceLines({ source, lineValues }: Frame, paint: Paint): string[] {
  if (!source) return []
  const digits = String(source.first + source.lines.length).length
  return source.lines.flatMap((text, index) => {
    const number = source.first + index
    const isMarked = number === source.line
    const line = `${isMarked ? '  ▶' : '   '} ${String(number).padStart(digits)} │ ${visible(text)}`.trimEnd()
    const values = lineValues.map(
      ({ name, value }) => `${' '.repeat(digits + 5)}│   ${paint.name(visibleLine(name))} = ${visibleLine(writeValue(value, width))}`,
    )
    return isMarked ? [paint.mark(line), ...values] : [paint.dim(line)]
  })
}

function requestLines({ request }: Report, paint: Paint): string[] {
  if (!request) return []
  const { headers, form, sessionKeys, gateway, variables, client } = request
  return [
    ...fieldLines([{ name: 'client', text: client }, ...headers], paint),
    ...section('form', form, paint),
    ...(sessionKeys.length > 0 ? [`  ${paint.name('session has')} ${sessionKeys.map(visibleLine).join(', ')}`] : []),
    ...section('gateway', gateway, paint),
    ...section('variables', variables, paint),
  ]
}

function section(title: string, fields: readonly Field[], paint: Paint): string[] {
  return fields.length === 0 ? [] : [paint.dim(`  ${title}`), ...fieldLines(fields, paint)]
}

function fieldLines(fields: readonly Field[], paint: Paint): string[] {
  return fields.map(({ name, text }) => `  ${paint.name(visibleLine(name))}: ${visibleLine(text)}`)
}

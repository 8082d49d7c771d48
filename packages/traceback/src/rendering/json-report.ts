import type { Report } from '../report/report.ts'

/** A value as JSON that is safe wherever it is shown: no markup, no control characters of a terminal, nothing that reorders text. */
export function safeJson(value: unknown, indentation?: number): string {
  return JSON.stringify(value, undefined, indentation).replace(
    /[<>&\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A report as JSON. */
export function jsonReport(report: Report): string {
  return `${safeJson(report, 2)}\n`
}

import type { Format } from '../options.ts'
import type { Report } from '../report/report.ts'
import { htmlReport, type PageOptions } from './html-report.ts'
import { jsonReport } from './json-report.ts'
import { colored, plain } from './paint.ts'
import { textReport } from './text-report.ts'

/** A report in any of its forms. */
export function renderReport(report: Report, format: Format, options: PageOptions = {}): string {
  if (format === 'json') return jsonReport(report)
  if (format === 'html') return htmlReport(report, options)
  return textReport(report, format === 'ansi' ? colored : plain)
}

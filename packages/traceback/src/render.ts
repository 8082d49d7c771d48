import type { Format } from './options.ts'
import type { Report } from './report/report.ts'

/** A report as text, for a terminal or a mail, as JSON, or as a page. */
export async function render(report: Report, format: Format): Promise<string> {
  const { renderReport } = await import('./rendering/render-report.ts')
  return renderReport(report, format)
}

import { plain } from '../rendering/paint.ts'
import { textReport } from '../rendering/text-report.ts'
import { renderReport } from '../rendering/render-report.ts'
import type { Report } from '../report/report.ts'
import type { Settings } from '../settings.ts'
import { LogFolder } from './log-folder.ts'

const endings = { html: 'html', text: 'txt', ansi: 'txt', json: 'json' } as const

/** Hands reports to all who want them: the log, the folder, the application. */
export class Keeper {
  readonly #settings: Settings
  readonly #folder: LogFolder | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#folder = settings.logdir === undefined ? undefined : new LogFolder(settings.logdir, settings.logfiles)
  }

  /** Never throws: what fails is logged, and the others still get the report. */
  keep(report: Report, log: (line: string) => void): void {
    log(textReport(report, plain).trimEnd())
    this.#tried('the report could not be kept', log, () => this.#write(report))
    this.#tried('onError failed', log, () => this.#settings.onError?.(report))
  }

  #write(report: Report): void {
    const { format = 'html', editor } = this.#settings
    this.#folder?.write(renderReport(report, format, { editor }), { id: report.id, time: report.time, ending: endings[format] })
  }

  #tried(what: string, log: (line: string) => void, run: () => void): void {
    try {
      run()
    } catch (error) {
      log(`traceback: ${what}: ${error instanceof Error ? error.message : typeof error}`)
    }
  }
}

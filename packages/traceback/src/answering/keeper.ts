import { renderReport } from '../rendering/render-report.ts'
import type { Report } from '../report/report.ts'
import type { Settings } from '../settings.ts'
import { LogFolder } from './log-folder.ts'

const endings = { html: 'html', text: 'txt', ansi: 'txt', json: 'json' } as const

/** Hands reports to those who want them: the folder, the application. */
export class Keeper {
  readonly #settings: Settings
  readonly #folder: LogFolder | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#folder = settings.logdir === undefined ? undefined : new LogFolder(settings.logdir, settings.logfiles)
  }

  /** Never throws: what fails is logged, and the other still gets the report. */
  keep(report: Report, log: (line: string) => void): void {
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

import type { Context } from '@gangway/gateway'
import type { Failure } from './answering/failure.ts'
import type { Report } from './report/report.ts'

/** How a report is written. */
export type Format = 'html' | 'text' | 'json' | 'ansi'

/** Options of reports, wherever they come from. */
export interface ReportOptions {
  /** Folder that gets a file for each report, readable by its owner only. Default: none is kept. */
  logdir?: string | URL
  /** How many reports `logdir` keeps; the oldest go. Default: `200`. */
  logfiles?: number
  /** Lines of source for each frame, the failing one in the middle. Default: `9`. */
  context?: number
  /** How reports are written, to the client and to `logdir`. Default: as the client asks, and `html` in `logdir`. */
  format?: Format
  /** Folder of the application: its code is told from that of others, and no source is read outside of it. Default: that of the package.json above the program. */
  root?: string | URL
  /** Editor that the page's places open in: `vscode`, `cursor`, `zed`, `idea`, `sublime`, `textmate`, `emacs`, or a URL with `{file}`, `{line}` and `{column}`. Default: none. */
  editor?: string
  /** Further names of variables, fields and parameters whose values are hidden. Default: only those that are plainly secret. */
  redact?: RegExp
  /** Gets each report. Default: nobody does. */
  onError?: (report: Report) => void
}

/** Options of `traceback`. */
export interface TracebackOptions extends ReportOptions {
  /** Whether a client gets the report itself: only over a loopback connection, and only by one of `hosts`. Default: `false`, every client gets a short page. */
  display?: boolean
  /** Host names by which a report may be asked for; `.localhost` stands for all below it. Default: `localhost`, `.localhost`, `127.0.0.1`, `[::1]`. */
  hosts?: readonly string[]
  /**
   * Whether reports have the values of variables. `on` costs some 0.5 ms for each throw during a request; `adaptive` costs nothing until an error was answered, then looks out for
   * the next of its kind, for 1 % of the time at most. Default: `on` with `display`, else `off`.
   */
  locals?: 'off' | 'on' | 'adaptive'
  /** Makes the page of clients that get no report. Default: a short page with status and error id. */
  page?: (failure: Failure, context: Context) => Response
}

/** Options of `install`. */
export interface InstallOptions extends ReportOptions {
  /** Whether the client of a CGI program gets the report itself: only over a loopback connection, and only by one of `hosts`. Default: `false`. */
  display?: boolean
  /** Host names by which a report may be asked for. Default: as for `traceback`. */
  hosts?: readonly string[]
  /** Whether reports have the values of variables; throws that are caught cost nothing. Default: `on`. */
  locals?: 'off' | 'on'
}

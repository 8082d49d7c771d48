import { log, logFile, type LogEntry } from '@gangway/log'
import type { Middleware } from '@gangway/gateway'

/** Writes a line for each request to a file, or else to the standard output. */
export function accessLog(file: string | undefined): Middleware<{ readonly logEntry: LogEntry }> {
  return log(file === undefined ? {} : { write: logFile(file).write })
}

import type { Middleware } from '@gangway/gateway'
import { Guard } from './guard.ts'
import type { TracebackOptions } from './options.ts'
import { settingsFrom } from './settings.ts'

/**
 * Answers what the application throws: a developer gets the report, everybody else a short page with an error id. Put it outside of all other middleware.
 * @throws {TypeError} when an option is wrong.
 */
export function traceback(options: TracebackOptions = {}): Middleware {
  const guard = new Guard(settingsFrom(options))
  return (app) => (context) => (guard.isWatching ? guard.visited(app, context) : guard.plain(app, context))
}

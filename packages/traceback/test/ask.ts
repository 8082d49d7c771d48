import { contextFor, type Application, type ContextForInit } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { traceback } from '../src/traceback.ts'
import type { TracebackOptions } from '../src/options.ts'

/** What a client got, and what was logged. */
export interface Asked {
  readonly response: Response
  readonly body: string
  readonly log: string
}

/** How to ask. */
export interface Asking extends ContextForInit {
  method?: string
  url?: string
}

/** Asks an application behind a traceback, and waits for what is done after the response. */
export async function ask(app: Application, options: TracebackOptions = {}, asking: Asking = {}): Promise<Asked> {
  return askThrough(traceback(options), app, asking)
}

/** The same with a traceback that was made before. */
export async function askThrough(layer: ReturnType<typeof traceback>, app: Application, asking: Asking = {}): Promise<Asked> {
  const { method = 'GET', url = '/page', ...init } = asking
  const lines: string[] = []
  const later: Promise<void>[] = []
  const context = contextFor(method, url, { log: (line) => lines.push(line), waitUntil: (promise) => later.push(promise), ...init })
  const response = await lint({ name: 'outer' })(layer(lint({ name: 'inner' })(app)))(context)
  const body = await response.text()
  await Promise.all(later)
  return { response, body, log: lines.join('\n') }
}

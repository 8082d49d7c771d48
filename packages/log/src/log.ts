import { extend, withHeaders, type Context, type Middleware } from '@gangway/gateway'
import { statusOf, type Answer } from './access.ts'
import { RequestEntry, type LogEntry } from './log-entry.ts'
import { settingsFrom, type LogOptions, type Settings } from './options.ts'

/**
 * Writes a line for each request, when its response has ended, with what was really sent; and puts `logEntry` on the context, for the request's id and notes.
 * @throws {TypeError} when an option is wrong.
 */
export function log(options: LogOptions = {}): Middleware<{ readonly logEntry: LogEntry }> {
  const settings = settingsFrom(options)
  return (app) => (context) => {
    const logEntry = new RequestEntry(context.client.user, idOf(context, settings))
    let answer: Answer = {}
    const time = new Date()
    context.waitUntil(writeAtEnd(context, time, logEntry, settings, () => answer))

    function noted(response: Response): Response {
      answer = { response }
      return settings.idTo === undefined ? response : withId(response, settings.idTo, logEntry)
    }
    function failed(error: unknown): never {
      answer = { error }
      throw error
    }

    let answered: Response | Promise<Response>
    try {
      answered = app(extend(context, { logEntry }))
    } catch (error) {
      return failed(error)
    }
    return isPromise(answered) ? answered.then(noted, failed) : noted(answered)
  }
}

async function writeAtEnd(context: Context, time: Date, entry: RequestEntry, settings: Settings, answer: () => Answer): Promise<void> {
  const completion = await context.completed
  const { response } = answer()
  try {
    const line = settings.format({
      context,
      response,
      time,
      status: statusOf(completion, answer()),
      bytes: completion.bytes,
      milliseconds: completion.milliseconds,
      outcome: completion.outcome,
      get id() {
        return entry.id
      },
      user: entry.user,
      notes: entry.notes,
      redact: settings.redact,
    })
    settings.write(line, context)
  } catch (error) {
    context.log(error)
  }
}

// What a proxy says is one of its ids; anything else could be a line of its own.
function idOf({ headers }: Context, { idFrom }: Settings): string | undefined {
  const given = idFrom === undefined ? null : headers.get(idFrom)
  return given !== null && /^[\w.:+/=@~-]{1,128}$/.test(given) ? given : undefined
}

function withId(response: Response, field: string, { id }: LogEntry): Response {
  // What is no response is for the gateway to report; a 101 is the platform's.
  if (typeof response !== 'object' || response === null || !('status' in response) || response.status < 200) return response
  return withHeaders(response, (headers) => headers.set(field, id))
}

function isPromise(result: Response | Promise<Response>): result is Promise<Response> {
  return typeof result === 'object' && result !== null && 'then' in result
}

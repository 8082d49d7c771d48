import { extend, type Context, type Middleware } from '@gangway/gateway'
import { CsrfError } from './csrf-error.ts'
import { settingsFrom, type CsrfOptions, type Settings } from './csrf-options.ts'
import type { Csrf } from './csrf.ts'
import { judge, type Verdict } from './judge.ts'
import { RequestCsrf } from './request-csrf.ts'

type Answer = Response | Promise<Response>

/**
 * Refuses requests that change something and were made by pages of other origins.
 * @throws {TypeError} when an option is wrong.
 */
export function csrf(options: CsrfOptions = {}): Middleware<{ readonly csrf: Csrf }> {
  const settings = settingsFrom(options)
  return (app) => (context) => {
    const made = new RequestCsrf(context, settings)
    const inner = extend(context, { csrf: made })
    const verdict = judge(context, settings.trusted)
    if (verdict === 'allow' || settings.isExempt(context)) return run(inner)
    if (!isUndecided(verdict)) return refuse(new CsrfError(verdict), context, settings)
    if (settings.keys)
      return made.verify().then((isValid) => (isValid ? run(unread(inner)) : refuse(new CsrfError('token'), context, settings)))
    return verdict === 'silent' ? run(inner) : refuse(new CsrfError('origin'), context, settings)

    function run(handed: typeof inner): Answer {
      const response = app(handed)
      return isPromise(response) ? response.then((answer) => made.returned(answer)) : made.returned(response)
    }
  }
}

function refuse(error: CsrfError, context: Context, { onRefused }: Settings): Answer {
  if (!onRefused) throw error
  return onRefused(error, context)
}

// A body is only handed on unread (SPEC §3.3); what was read for its token is in the form.
function unread<Extended extends Context>(context: Extended): Extended {
  if (!context.body?.used) return context
  return context.with({ body: null, headers: [...context.headers].filter(([name]) => name !== 'content-length') })
}

function isUndecided(verdict: Exclude<Verdict, 'allow'>): verdict is 'silent' | 'opaque' {
  return verdict === 'silent' || verdict === 'opaque'
}

function isPromise(response: Answer): response is Promise<Response> {
  return typeof response === 'object' && response !== null && 'then' in response
}

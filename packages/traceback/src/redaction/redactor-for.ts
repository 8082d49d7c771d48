import type { Context } from '@gangway/gateway'
import { Redactor } from './redactor.ts'
import { requestSecrets } from './request-secrets.ts'

/** What takes the secrets out of what is said of a request: those by name and look, and those that it brought along. */
export function redactorFor(context: Context | undefined, names: RegExp | undefined): Redactor {
  const byName = new Redactor(names)
  return context
    ? new Redactor(
        names,
        requestSecrets(context, (name) => byName.hides(name)),
      )
    : byName
}

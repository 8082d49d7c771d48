import { HttpError, type Application } from '@gangway/gateway'
import { caseField } from './application-field.ts'
import { cases } from './cases.ts'
import { describeContext } from './described-context.ts'
import { speakerOf } from './speaker.ts'

const byName = new Map(cases.map((made) => [made.name, made]))

/** The application behind all cases: the field `conformance-case` says which one answers, and without it the context is described. */
export const application: Application = (context) => {
  const name = context.headers.get(caseField)
  if (name === null) return describeContext(context)
  const found = byName.get(name)
  if (!found) throw new HttpError(404, `There is no case named ${JSON.stringify(name)}.`)
  return found.app ? found.app(context, speakerOf(context)) : describeContext(context)
}

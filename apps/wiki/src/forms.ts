import type { Form } from '@gangway/form'
import { extend, HttpError, type Application, type Middleware } from '@gangway/gateway'

/** Puts the form of a request on the context; what reads one is loaded with the first request that may have one. */
export function forms(): Middleware<{ readonly form: Form }> {
  return (app) => {
    let layered: Promise<Application> | undefined
    return (context) => {
      if (context.method === 'GET' || context.method === 'HEAD') return app(extend(context, { form: noForm }))
      layered ??= import('@gangway/form').then(({ form }) => form()(app))
      return layered.then((layer) => layer(context))
    }
  }
}

const noForm: Form = { type: undefined, read: refuse, validate: refuse, parts: refuse }

function refuse(): never {
  throw new HttpError(400, 'There is no form in this request.')
}

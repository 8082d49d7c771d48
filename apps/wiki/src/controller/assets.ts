import type { Application, Middleware } from '@gangway/gateway'
import { placeOf } from '../place.ts'

const prefix = '/static'

/** Serves style, scripts and icon; a request for anything else does not load what that takes. */
export function assets(): Middleware {
  return (app) => {
    let serving: Promise<Application> | undefined
    return (context) => {
      if (!context.path.startsWith(`${prefix}/`)) return app(context)
      serving ??= loaded(app)
      return serving.then((serve) => serve(context))
    }
  }
}

async function loaded(app: Application): Promise<Application> {
  const { staticFiles } = await import('@gangway/static')
  return staticFiles({ folder: placeOf('public'), prefix, maxAge: 3600 })(app)
}

import type { Application, Context, Middleware } from '@gangway/gateway'

/** A layer that is loaded with the first request that needs it: a CGI process pays for each one it loads. */
export function loaded<Adds extends object>(isNeeded: (context: Context) => boolean, load: () => Promise<Middleware<Adds>>): Middleware {
  return (app) => {
    let layered: Promise<Application> | undefined
    return (context) => {
      if (!isNeeded(context)) return app(context)
      layered ??= load().then((middleware) => middleware(app))
      return layered.then((layer) => layer(context))
    }
  }
}

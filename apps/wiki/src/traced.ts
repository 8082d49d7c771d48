import type { Application, Context, Middleware } from '@gangway/gateway'

/** Reports errors, to the developer with all that is known of them; a CGI process loads what that takes when there is one. */
export function traced({ development }: { development: boolean }): Middleware {
  return (app) => {
    let layered: Promise<Application> | undefined
    return (context) => {
      if (!development && context.gateway.runOnce) return reportedAfterwards(app, context)
      layered ??= around(app, development)
      return layered.then((layer) => layer(context))
    }
  }
}

async function around(app: Application, display: boolean): Promise<Application> {
  const { traceback } = await import('@gangway/traceback')
  return traceback({ display })(app)
}

async function reportedAfterwards(app: Application, context: Context): Promise<Response> {
  try {
    return await app(context)
  } catch (error) {
    const report = await around(() => {
      throw error
    }, false)
    return report(context)
  }
}

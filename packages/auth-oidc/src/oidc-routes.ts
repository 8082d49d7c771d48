import { empty, withHeaders, type Context, type Middleware } from '@gangway/gateway'
import { backchannelLogout } from './backchannel-logout.ts'
import { beginLogin } from './begin-login.ts'
import { repeatAsGet } from './callback-url.ts'
import { finishLogin } from './finish-login.ts'
import { logOut } from './log-out.ts'
import type { OidcUser } from './oidc-options.ts'
import type { WithSession } from './oidc-session.ts'
import type { Settings } from './settings.ts'

type Route = (context: Context & WithSession) => Promise<Response>

/** The addresses of a sign-in; everything else goes on to the application. */
export function oidcRoutes<Account extends OidcUser>(settings: Settings<Account>): Middleware<{}, WithSession> {
  const { paths } = settings
  const begin: Route = (context) => beginLogin(context, settings)
  const finish: Route = (context) => finishLogin(context, settings)
  const routes = new Map<string, Readonly<Record<string, Route>>>([
    [paths.login, { GET: begin, HEAD: begin }],
    [paths.callback, { GET: finish, POST: (context) => repeatAsGet(context, settings) }],
    [paths.logout, { POST: (context) => logOut(context, settings) }],
    [paths.backchannelLogout, { POST: (context) => backchannelLogout(context, settings) }],
  ])
  return (app) => (context) => {
    const methods = routes.get(context.path)
    if (!methods) return app(context)
    const route = Object.hasOwn(methods, context.method) ? methods[context.method] : undefined
    return route ? route(context).then(uncached) : empty({ status: 405, headers: { allow: Object.keys(methods).join(', ') } })
  }
}

function uncached(response: Response): Response {
  return withHeaders(response, (headers) => headers.set('cache-control', 'no-store'))
}

import './environment.ts'
import { compress } from '@gangway/compress'
import { csrf } from '@gangway/csrf'
import { type Application, type Context, html, stack } from '@gangway/gateway'
import { log } from '@gangway/log'
import { secureHeaders } from '@gangway/secure-headers'
import { session, type Session } from '@gangway/session'
import { staticFiles } from '@gangway/static'
import { traceback } from '@gangway/traceback'

/** The application: every gateway serves this one. */
const app: Application = stack()
  .use(traceback({ display: process.env.NODE_ENV === 'development' }))
  .use(log())
  .use(secureHeaders())
  .use(compress())
  .use(staticFiles({ folder: new URL('../public', import.meta.url) }))
  .use(session({ secrets: [process.env.SESSION_SECRET ?? ''] }))
  .use(csrf())
  .app(home)

export default app

function home({ path, gateway, session }: Context & { session: Session }): Response {
  const visits = Number(session.get('visits') ?? 0) + 1
  session.set('visits', visits)
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>an-app</title>
      <link rel="stylesheet" href="/style.css" />
      <h1>an-app</h1>
      <p>You asked for ${path}, which came over ${gateway.protocol}.</p>
      <p>Visit ${visits}.</p>
    </html>`
}

import './environment.ts'
import { type Application, type Context, html, stack } from '@gangway/gateway'
import { session, type Session } from '@gangway/session'

/** The application: every gateway serves this one. */
const app: Application = stack()
  .use(session({ secrets: [process.env.SESSION_SECRET ?? ''] }))
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
      <h1>an-app</h1>
      <p>You asked for ${path}, which came over ${gateway.protocol}.</p>
      <p>Visit ${visits}.</p>
    </html>`
}

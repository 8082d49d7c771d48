import { middlewareChoices, middlewareNames, type MiddlewareName } from './middleware-choices.ts'

/** The source of an application with this middleware around it. */
export function appSource(name: string, middleware: readonly MiddlewareName[]): string {
  const layers = middlewareNames.filter((each) => middleware.includes(each)).map((each) => middlewareChoices[each])
  const session = middleware.includes('session')
  const imports = [`import { type Application, type Context, html, stack } from '@gangway/gateway'`, ...layers.map((layer) => layer.import)]
  return `${["import './environment.ts'", ...imports.toSorted(bySpecifier)].join('\n')}

/** The application: every gateway serves this one. */
const app: Application = stack()
${layers.map(({ use }) => `  .use(${use})\n`).join('')}  .app(home)

export default app

function home({ path, gateway${session ? ', session' : ''} }: Context${session ? ' & { session: Session }' : ''}): Response {
${session ? `  const visits = Number(session.get('visits') ?? 0) + 1\n  session.set('visits', visits)\n` : ''}  return html\`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>${name}</title>
${middleware.includes('static') ? '      <link rel="stylesheet" href="/style.css" />\n' : ''}      <h1>${name}</h1>
      <p>You asked for \${path}, which came over \${gateway.protocol}.</p>
${session ? '      <p>Visit ${visits}.</p>\n' : ''}    </html>\`
}
`
}

function bySpecifier(one: string, other: string): number {
  const specifier = (line: string) => line.slice(line.indexOf("'"))
  return specifier(one) < specifier(other) ? -1 : 1
}

import type { Failure } from '../answering/failure.ts'
import { integrityOf } from './integrity.ts'
import { Markup, markup } from './markup.ts'

const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText;font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Ubuntu,sans-serif}
main{max-width:32rem;padding:2rem 1.5rem}
h1{margin:0 0 .75rem;font-size:1.6rem;line-height:1.25;letter-spacing:-.01em}
p{margin:.5rem 0;opacity:.85;overflow-wrap:anywhere}
.status{opacity:.6;margin:0 0 .4rem;font-variant-numeric:tabular-nums}
code{font:.9375rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;user-select:all}
`

/** What the short page may do: be seen. */
export const shortPolicy: string = `default-src 'none'; style-src ${integrityOf(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The page of those who get no report. */
export function shortPage({ status, title, message, id }: Failure): string {
  const said = message === undefined || message === title ? undefined : message
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<p class="status">${status}</p>
<h1>${title}</h1>
${said !== undefined && markup`<p>${said}</p>`}
${id !== undefined && markup`<p>Something went wrong on our side. If you tell us of it, please name this error: <code>${id}</code></p>`}
</main>
</body>
</html>
`.text
}

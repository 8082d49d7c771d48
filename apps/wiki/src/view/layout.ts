import { html, type Context, type HeaderInit, type Markup } from '@gangway/gateway'
import { pageAddress } from './addresses.ts'
import { frontPage } from '../model/title.ts'

/** What is around the content of a page. */
export interface LayoutOptions {
  /** For the window's title. */
  title: string
  /** The entry of the navigation that is this page. */
  here?: 'pages' | 'new'
  /** Default: `200`. */
  status?: number
  headers?: HeaderInit
}

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

/** A whole document around its content. */
export function layout(
  { mount }: Pick<Context, 'mount'>,
  content: Markup,
  { title, here, status = 200, headers = {} }: LayoutOptions,
): Response {
  return html({ status, headers: [...Object.entries(securityHeaders), ...entriesOf(headers)] })`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === frontPage ? 'Gangway Wiki' : `${title} · Gangway Wiki`}</title>
<link rel="icon" href="${mount}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${mount}/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="site">
<nav aria-label="Site">
<a class="brand" href="${pageAddress(mount, frontPage)}"><img src="${mount}/icon.svg" alt="" width="28" height="28">Gangway <span>Wiki</span></a>
<a href="${mount}/pages"${here === 'pages' ? current : ''}>All pages</a>
<a href="${mount}/new"${here === 'new' ? current : ''}>New page</a>
</nav>
</header>
<main id="content">
${content}
</main>
<footer class="site">
<p>One application module, the same bytes over HTTP, CGI and FastCGI.</p>
</footer>
</body>
</html>
`
}

const current = html` aria-current="page"`

function entriesOf(headers: HeaderInit): Iterable<readonly [string, string]> {
  return Symbol.iterator in headers ? headers : Object.entries(headers)
}

import type { Context } from '@gangway/gateway'

/** The fields by which `isNavigation` tells. */
export const navigationFields: readonly string[] = ['Sec-Fetch-Mode', 'Accept', 'X-Requested-With']

/** Whether a person goes to this address with a browser, and sees what it answers. */
export function isNavigation({ headers }: Context): boolean {
  const mode = headers.get('sec-fetch-mode')
  if (mode !== null) return mode === 'navigate'
  return headers.get('x-requested-with') === null && acceptsHtml(headers.get('accept') ?? '')
}

function acceptsHtml(accept: string): boolean {
  return /(?:^|[,\s])(?:text\/html|application\/xhtml\+xml)(?:[\s;,]|$)/i.test(accept)
}

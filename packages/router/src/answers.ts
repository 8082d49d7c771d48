import { empty, redirect, text, type Context } from '@gangway/gateway'

/** 404, in the words of a gateway. */
export function reportNotFound(): Response {
  return text('Not Found\n', { status: 404 })
}

/** 405, with what would have been allowed. */
export function refuse(methods: Iterable<string>): Response {
  return text('Method Not Allowed\n', { status: 405, headers: { allow: allowed(methods) } })
}

/** The answer to OPTIONS. */
export function allow(methods: Iterable<string>): Response {
  return empty({ headers: { allow: allowed(methods) } })
}

/** 308, with which method, body and query come again. */
export function redirectTo(path: string, { mount, query }: Context): Response {
  return redirect(`${mount}${path}${query === '' ? '' : `?${query}`}`, 308)
}

function allowed(methods: Iterable<string>): string {
  const all = new Set(methods)
  if (all.has('GET')) all.add('HEAD')
  return [...all.add('OPTIONS')].sort().join(', ')
}

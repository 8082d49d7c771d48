import { file } from '@gangway/gateway'

const headers = { 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' }

/** GET /style.css */
export function showStyle(): Response {
  return file(new URL('../../public/style.css', import.meta.url), { headers })
}

/** GET /icon.svg */
export function showIcon(): Response {
  return file(new URL('../../public/icon.svg', import.meta.url), { headers })
}

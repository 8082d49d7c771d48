import { HttpError, type Context } from '@gangway/gateway'
import { normaliseTitle, problemWithTitle } from '../model/title.ts'

/**
 * The title in an address such as `/page/A%2FB`, `/page/A/B` (some servers decode slashes) or `/page?title=A%2FB`.
 * @throws {HttpError} 404 when no page can have it.
 */
export function titleOf({ path, query }: Pick<Context, 'path' | 'query'>): string {
  const [, , ...segments] = path.split('/')
  const title = normaliseTitle(segments.length > 0 ? decoded(segments.join('/')) : (new URLSearchParams(query).get('title') ?? ''))
  const problem = problemWithTitle(title)
  if (problem !== undefined) throw new HttpError(404, problem)
  return title
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new HttpError(404, 'The title in this address is not UTF-8.')
  }
}

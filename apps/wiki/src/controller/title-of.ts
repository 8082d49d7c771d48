import { HttpError } from '@gangway/gateway'
import { normaliseTitle, problemWithTitle } from '../model/title.ts'
import type { PageContext } from './wiki-context.ts'

/**
 * The title in an address such as `/page/A%2FB`, `/page/A/B` (some servers decode slashes) or `/page?title=A%2FB`.
 * @throws {HttpError} 404 when no page can have it.
 */
export function titleOf({ params, query }: Pick<PageContext, 'params' | 'query'>): string {
  const title = normaliseTitle(params.title?.join('/') ?? new URLSearchParams(query).get('title') ?? '')
  const problem = problemWithTitle(title)
  if (problem !== undefined) throw new HttpError(404, problem)
  return title
}

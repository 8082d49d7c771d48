import type { Context } from '@gangway/gateway'
import type { Pages } from '../model/pages.ts'

/** What a controller gets: the request, and the pages of the wiki. */
export interface WikiContext extends Context {
  readonly pages: Pages
}

/** Answers one kind of request. */
export type Controller = (context: WikiContext) => Response | Promise<Response>

import type { Context } from '@gangway/gateway'
import type { Form } from '@gangway/form'
import type { Session } from '@gangway/session'
import type { Database } from '../model/database.ts'
import type { FileStore } from '../model/file-store.ts'
import type { Reader } from '../model/pages.ts'
import type { Accounts, WikiUser } from '../accounts.ts'
import { rankOf, type Rank } from '../model/rank.ts'
import type { Settings } from '../model/settings.ts'

/** What a wiki consists of. */
export interface Wiki {
  readonly database: Database
  readonly files: FileStore
  readonly accounts: Accounts
  readonly settings: Settings
}

/** What the layers of the stack put on the context. */
export interface WikiParts {
  readonly wiki: Wiki
  readonly session: Session
  readonly form: Form
  readonly user: WikiUser | null
}

/** What a controller gets: the request, the wiki, and who asks. */
export interface WikiContext extends Context, WikiParts {}

/** As `WikiContext`, for what is about the page that the address names. */
export interface PageContext extends WikiContext {
  readonly params: { readonly title?: readonly string[] }
}

/** Answers one kind of request. */
export type Controller<Needed extends WikiContext = WikiContext> = (context: Needed) => Response | Promise<Response>

/** Who asks, as the model wants to know it. */
export interface Visitor extends Reader {
  readonly rank: Rank
  /** The account's id. */
  readonly id: number | null
}

/** Who asks. */
export function visitorOf({ user, wiki }: Pick<WikiParts, 'user' | 'wiki'>): Visitor {
  return { rank: rankOf(user?.role), id: user ? Number(user.id) : null, readRank: wiki.settings.readRank }
}

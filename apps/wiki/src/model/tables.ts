import type { Generated } from 'kysely'

/** The tables of the wiki, the same in SQLite and PostgreSQL; times are ISO 8601 in UTC. */
export interface Tables {
  pages: PageTable
  revisions: RevisionTable
  redirects: { title: string; page: number }
  links: { page: number; target: string }
  tags: { page: number; tag: string }
  attachments: AttachmentTable
  users: UserTable
  settings: { name: string; value: string }
  /** Tries to log in, by what is counted, until when. */
  attempts: { key: string; count: number; until: string }
}

interface PageTable {
  id: Generated<number>
  title: string
  /** The current one: 1 for the first, and one more with each save. */
  revision: number
  /** Markdown of the current revision, for the search and for what is made of all pages. */
  text: string
  /** HTML made of the text, kept so that reading a page needs no Markdown. */
  markup: string
  /** Which release of the renderer made the markup. */
  markup_version: number
  saved_at: string
  /** The rank that reads the page, where it is not the wiki's. */
  read_rank: number | null
  /** The rank that changes the page, where it is not the wiki's. */
  edit_rank: number | null
  /** When an administrator deleted the page; it keeps all it has, and is found by nobody else. */
  deleted_at: Generated<string | null>
  deleted_by: Generated<number | null>
}

interface RevisionTable {
  page: number
  number: number
  text: string
  comment: string
  saved_at: string
  saved_by: number | null
}

interface AttachmentTable {
  id: Generated<number>
  page: number
  name: string
  /** Of the file in the folder of attachments. */
  file: string
  media_type: string
  size: number
  added_at: string
  added_by: number | null
}

interface UserTable {
  id: Generated<number>
  name: string
  /** The name as names are compared. */
  key: string
  password: string
  role: string
  joined_at: string
  /** When an administrator shut the account out. */
  disabled_at: Generated<string | null>
}

import type { DeletedPage } from '../model/delete-page.ts'
import type { DiffLine } from '../model/difference.ts'
import type { Page, PageInList } from '../model/pages.ts'
import type { Change, Revision, RevisionInList } from '../model/revisions.ts'
import type { Hit } from '../model/search.ts'
import type { Settings } from '../model/settings.ts'
import type { Role } from '../model/rank.ts'
import type { Heading } from './markup.ts'

/** What each template shows. */
export interface Views {
  page: OfPage & {
    body: string
    tags: readonly string[]
    contents: readonly Heading[]
    /** The title under which the visitor asked for it, when that is an old one. */
    from?: string | undefined
    /** The revision that is shown, when it is not the present one. */
    old?: Revision | undefined
    indexed?: boolean
  }
  delete: OfPage & { linking: readonly PageInList[] }
  deleted: OfPage
  missing: { title: string; may: May }
  edit: Partial<OfPage> & {
    draft: DraftView
    heading_verb: string
    problem?: string | undefined
    preview?: string
    merge?: { conflicts: number; theirs: readonly DiffLine[][]; yours: string }
    may: May
  }
  history: OfPage & {
    revisions: readonly RevisionInList[]
    chosen: { from: number; to: number }
    older: number | undefined
    title_in_query: boolean
  }
  diff: OfPage & { from: RevisionInList; to: RevisionInList; hunks: readonly DiffLine[][] }
  list: Partial<OfPage> & { list: { heading: string; about?: string; none: string; tags?: boolean }; pages: readonly PageInList[] }
  tags: { all_tags: readonly { tag: string; pages: number }[] }
  changes: { changes: readonly Change[]; older: string | undefined }
  search: { words: string; hits: readonly Hit[] }
  rename: OfPage & { new_title: string; problem?: string }
  permissions: OfPage & { choices: readonly RankChoice[]; chosen: Chosen; usual: { read: string; edit: string } }
  files: OfPage & { attachments: readonly AttachmentView[]; problem?: string }
  login: { name: string; return_to: string; registration: boolean; problem?: string | undefined }
  register: { name: string; problem?: string | undefined }
  account: { sessions: readonly SessionView[]; problem?: string | undefined }
  admin: {
    settings: Settings
    choices: readonly RankChoice[]
    chosen: Chosen
    roles: readonly Role[]
    newcomers: readonly Role[]
    users: readonly { id: number; name: string; role: Role; joinedAt: string; disabledAt: string | null }[]
    deleted_pages: readonly DeletedPage[]
    problem?: string | undefined
    notice?: string | undefined
    new_password?: { name: string; password: string } | undefined
  }
  error: { error: { heading: string; message: string; login?: string | undefined } }
}

/** What is the same in all views of a page. */
export interface OfPage {
  page: Pick<Page, 'title' | 'revision' | 'savedAt' | 'deletedAt'> & { exists: boolean }
  may: May
  /** The entry of the page's navigation that this is. */
  action: string
}

/** What the visitor may do with a page. */
export interface May {
  edit: boolean
  administer: boolean
}

/** What an edit form holds, and where it leads. */
export interface DraftView {
  title: string
  text: string
  tags: string
  comment: string
  base: number
  is_new_title: boolean
  action: string
  preview: string
  cancel: string
}

/** An attachment in the list of a page's files. */
export interface AttachmentView {
  name: string
  label: string
  size: number
  addedAt: string
  addedBy: string | null
  is_image: boolean
}

/** A session in the list of an account. */
export interface SessionView {
  id: string
  device: string | undefined
  address: string | undefined
  began: string
  is_this: boolean
}

/** A rank to choose. */
export interface RankChoice {
  value: string
  name: string
}

interface Chosen {
  read: string
  edit: string
}
